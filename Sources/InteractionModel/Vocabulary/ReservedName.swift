/// A name in an event that only the log and its program may use, because what they say of
/// themselves is believed: nobody else may say that a record was read, held or erased.
public enum ReservedName: Sendable, Hashable {
  /// A type of a governance group; see ``EventType/isReserved``.
  case type
  /// A stream of the log itself, of no party, conversation, case or document.
  case stream
  /// The source under which the program mints ids and says things; see ``ownSource``.
  case source

  /// What the program calls itself as a source.
  public static let ownSource = "throughline"

  /// Whether whoever reads a source could take it for the program itself.
  ///
  /// Schemes and path go before and after a name, case and punctuation are not heard:
  /// `Through-Line`, `/throughline/`, `urn:throughline`, `https://throughline/erasure` and
  /// `%74hroughline` are the program's. What is called so by somebody else's host
  /// (`desk.example/throughline`) or has more letters (`throughline2`) is not.
  /// - Parameter source: the candidate.
  /// - Returns: true when no intake may come from it.
  public static func isReserved(source: String) -> Bool {
    guard source.utf8.count >= ownSource.utf8.count else { return false }
    return decoded(source).split(separator: UInt8(ascii: ":")).contains { part in
      let name = part.drop(while: isPunctuation).prefix {
        ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0)
      }
      return name.lazy.filter { !isPunctuation($0) }.elementsEqual(ownSource.utf8)
    }
  }

  /// The bytes of a source in lower case, those that are percent-encoded (RFC 3986 §2.1) decoded.
  private static func decoded(_ source: String) -> [UInt8] {
    PercentDecoding(source).map {
      (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
    }
  }

  /// Whether a sign is neither a letter nor a digit.
  private static func isPunctuation(_ byte: UInt8) -> Bool {
    byte < 0x80 && !(byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
      && byte &- UInt8(ascii: "0") >= 10
  }
}

extension NewEvent {
  /// What in this event is reserved for the log and its program; nil when any source may say it.
  public var reserved: ReservedName? {
    if type.isReserved { return .type }
    if stream.entity == nil { return .stream }
    return source.map(ReservedName.isReserved(source:)) == true ? .source : nil
  }
}
