/// The kinds of thing that a record can be about and that projections fold by.
public enum EntityKind: String, Sendable, Hashable, CaseIterable {
  /// A person or organisation that contacts the agency.
  case party
  /// One thread in one channel.
  case conversation
  /// The matter to be resolved.
  case `case`
  /// A document kept beside the conversations.
  case document
  /// A register of the log's own, called as its stream is (``StreamID/registers``).
  case register

  /// The kinds by which streams are called.
  fileprivate static let named = WordTable(
    allCases.filter { $0 != .register }.map { ($0.rawValue, $0) })
}

/// One entity: its kind and its id.
///
/// Ids are minted by the log or by the agency's systems, never a person's own identifiers.
public struct EntityKey: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// What kind of thing it is.
  public let kind: EntityKind
  /// Its id within the kind.
  public let id: String

  /// The entity of that kind and id.
  public init(_ kind: EntityKind, _ id: String) {
    self.kind = kind
    self.id = id
  }

  /// The entity of that name, as ``description`` writes it; nil when the text is no such name.
  /// - Parameter name: the kind, a hyphen and the id; of a register its id alone.
  public init?(parsing name: some StringProtocol) {
    var text = String(name)
    if let register = EntityKey(registerOf: StreamID(rawValue: text)) {
      self = register
      return
    }
    let parsed = text.withUTF8 { bytes -> EntityKey? in
      guard let hyphen = bytes.firstIndex(of: UInt8(ascii: "-")),
        let kind = EntityKind.named[UnsafeBufferPointer(rebasing: bytes[..<hyphen])]
      else { return nil }
      return EntityKey(kind, String(decoding: bytes[(hyphen + 1)...], as: UTF8.self))
    }
    guard let parsed else { return nil }
    self = parsed
  }

  /// The register whose stream this is; nil of any other stream.
  /// - Parameter stream: a stream.
  public init?(registerOf stream: StreamID) {
    guard StreamID.registers.contains(stream) else { return nil }
    self.init(.register, stream.rawValue)
  }

  /// A party.
  public static func party(_ id: String) -> EntityKey { EntityKey(.party, id) }
  /// A conversation.
  public static func conversation(_ id: String) -> EntityKey { EntityKey(.conversation, id) }
  /// A case.
  public static func `case`(_ id: String) -> EntityKey { EntityKey(.case, id) }

  /// Order by kind, then id, as bytes.
  public static func < (left: EntityKey, right: EntityKey) -> Bool {
    (left.kind.rawValue, left.id) < (right.kind.rawValue, right.id)
  }

  /// The name of its stream: the kind and the id, or the id of a register.
  public var description: String { kind == .register ? id : "\(kind.rawValue)-\(id)" }

  /// Whether a text can be an id: 1 to 128 ASCII letters, digits or `. _ : -`, so that it stands
  /// in a file name, a URL and a shell word without quoting.
  ///
  /// The form only; what may be appended as one is for ``EnvelopeRule/admits(_:)`` to say.
  /// - Parameter text: the candidate.
  /// - Returns: true when it can.
  public static func isValid(id text: String) -> Bool {
    PlainWord.isValid(text)
  }
}
