internal import CPhoneNumber

/// By whose rules a telephone number without a country is read.
public struct TelephoneRegion: Sendable, Hashable {
  /// ISO 3166-1, two capital letters.
  public let code: String

  /// A region; nil when nobody knows how numbers are dialled there.
  /// - Parameter code: ISO 3166-1, two letters of either case.
  public init?(_ code: String) {
    let code = code.uppercased()
    guard code.utf8.count == 2, CPhoneNumberKnowsRegion(code) else { return nil }
    self.code = code
  }

  /// A telephone number in its normal forms.
  struct Number: Sendable, Hashable {
    /// As in ITU-T E.164.
    let international: String
    /// Its digits within its country, without zeros before them.
    let national: String
    /// Whether such a number is given out, as far as is known.
    let isValid: Bool
  }

  /// The number that a text is, however it is written; nil when it is none, or one of a length that
  /// none has.
  func number(_ text: String) -> Number? {
    // What the library takes at most; no number is as long.
    guard text.utf8.count <= 250, !text.utf8.contains(0) else { return nil }
    if let number = read(text) { return number }
    // As most countries dial abroad, where this one dials something else.
    let digits = text.compactMap(\.wholeNumberValue)
    guard Identifier.isDialled(text), digits.starts(with: [0, 0]) else { return nil }
    return read("+" + digits.dropFirst(2).map(String.init).joined())
  }

  private func read(_ text: String) -> Number? {
    var found = CPhoneNumber()
    guard CPhoneNumberRead(text, code, &found) else { return nil }
    return Number(
      international: TelephoneRegion.text(of: found.international),
      national: TelephoneRegion.national(TelephoneRegion.text(of: found.national)),
      isValid: found.isValid)
  }

  /// Digits without the zeros that some countries dial before them and others do not.
  static func national(_ digits: String) -> String { String(digits.drop { $0 == "0" }) }

  /// The text of an array of C, which Swift has as a tuple; ends at its first zero.
  private static func text<Characters>(of characters: Characters) -> String {
    withUnsafeBytes(of: characters) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }
}
