/// What a public body field may hold.
///
/// A body is stored in clear for ever, so none of the kinds admits free text or an outside
/// identifier: what does not fit belongs into a sealed part.
public enum FieldKind: String, Sendable {
  /// A word of a code list: 1 to 64 ASCII letters, digits or `. _ : / -`, and not a bare number of
  /// seven digits or more.
  ///
  /// No spaces, because sentences have them; no `@` and no `+`, because e-mail addresses and
  /// telephone numbers do. Seven digits are the shortest telephone number; a field whose codes are
  /// long numbers or dates is an ``id``. Nor is one the address of somebody (`tel:…`); see
  /// ``PersonalIdentifier/isAddress(_:)``.
  case code
  /// Several codes.
  case codes
  /// A name from the agency's own tables, such as a queue's or a neighbourhood's.
  ///
  /// Up to 100 bytes of letters of any script, digits, spaces and `-_.,:;/\()&'#+|` (and
  /// the typeset `–` and `’`). Such names are worded freely, so a name with a number in it that
  /// is as long as a telephone or social security number is none: no name is a bare number of
  /// seven digits or more, and no word in it one of nine or more. That leaves out ZIP+4 codes,
  /// which tell single houses apart. Nor is a name the address of somebody.
  case name
  /// An id minted by the log or the agency, of a case, a contact, a message or the like: one by its
  /// form (``EntityKey/isValid(id:)``) that is nobody's address
  /// (``PersonalIdentifier/isAddress(_:)``).
  case id
  /// Several ids.
  case ids
  /// The id of whatever the program itself speaks of, by its form alone: whom an older log calls by
  /// an address must be found, held and erased by it.
  case entityID
  /// The id of a party, a participant, a conversation or whoever acts: an ``id`` that is no
  /// ``PersonalIdentifier``.
  case mintedID
  /// Several of those.
  case mintedIDs
  /// A whole number.
  case integer
  /// A number with a fraction, as a decimal string.
  case decimal
  /// True or false.
  case boolean
  /// A ``Timestamp``.
  case time
  /// What a log says of itself in its birth record, which no import writes: up to 200 bytes of
  /// printable ASCII without spaces.
  case printable

  /// Whether a value is of the kind.
  /// - Parameter value: the candidate.
  /// - Returns: true when it is.
  public func admits(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.code, .string(let text)): FieldKind.isCode(text)
    case (.name, .string(let text)): FieldKind.isName(text)
    case (.id, .string(let text)):
      EntityKey.isValid(id: text) && !PersonalIdentifier.isAddress(text)
    case (.entityID, .string(let text)): EntityKey.isValid(id: text)
    case (.codes, .array(let elements)): elements.allSatisfy(FieldKind.code.admits)
    case (.ids, .array(let elements)): elements.allSatisfy(FieldKind.id.admits)
    case (.mintedID, .string(let text)):
      EntityKey.isValid(id: text) && !PersonalIdentifier.isLikely(text)
    case (.mintedIDs, .array(let elements)): elements.allSatisfy(FieldKind.mintedID.admits)
    case (.integer, .int(let value)): value.magnitude <= JSONValue.maximumInteger.magnitude
    case (.boolean, .bool): true
    case (.decimal, .string(let text)): FieldKind.isDecimal(text)
    case (.time, .string(let text)): Timestamp(text) != nil
    case (.printable, .string(let text)): FieldKind.isPrintable(text)
    default: false
    }
  }

  /// Whether a value is a person's own identifier where only a minted id may stand; whoever gives
  /// such a value is told so, because sealing it would leave the event without what it is about.
  /// - Parameter value: the candidate.
  /// - Returns: true when it, or one of several, is a ``PersonalIdentifier``; for an ``id``, when it is
  ///   an address.
  package func isPersonal(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.id, .string(let text)): PersonalIdentifier.isAddress(text)
    case (.ids, .array(let elements)): elements.contains(where: FieldKind.id.isPersonal)
    case (.mintedID, .string(let text)): PersonalIdentifier.isLikely(text)
    case (.mintedIDs, .array(let elements)): elements.contains(where: FieldKind.mintedID.isPersonal)
    default: false
    }
  }

  /// Whether a value is of the kind by its form, whoever's ids its ids are.
  package func hasForm(_ value: JSONValue) -> Bool {
    switch (self, value) {
    case (.id, .string(let text)), (.mintedID, .string(let text)): EntityKey.isValid(id: text)
    case (.ids, .array(let elements)), (.mintedIDs, .array(let elements)):
      elements.allSatisfy(FieldKind.entityID.admits)
    default: admits(value)
    }
  }

  /// Whether a text is a number that could be a person's: no letters, and many digits.
  private static func isNumber(_ text: Substring, digits limit: Int) -> Bool {
    var text = String(text)
    return text.withUTF8 { isNumber($0, digits: limit) }
  }

  /// Whether borrowed bytes are such a number.
  private static func isNumber(
    _ text: UnsafeBufferPointer<UInt8>, digits limit: Int
  ) -> Bool {
    PersonalIdentifier.number(text).map { $0 >= limit } ?? false
  }

  /// Up to 200 bytes of printable ASCII without spaces.
  static func isPrintable(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      guard !bytes.isEmpty, bytes.count <= 200 else { return false }
      for byte in bytes where byte <= 0x20 || byte >= 0x7F { return false }
      return true
    }
  }

  private static func isCode(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      bytes.count <= 64 && PlainWord.isValid(bytes, admitsSlash: true)
        && !isNumber(bytes, digits: 7)
    } && !PersonalIdentifier.isAddress(text)
  }

  private static func isName(_ text: String) -> Bool {
    var copy = text
    var digits = 0
    var isASCII = true
    let isPlain = copy.withUTF8 { bytes in
      guard !bytes.isEmpty, bytes.count <= 100 else { return false }
      for byte in bytes {
        if byte >= 0x80 {
          isASCII = false
        } else if !nameBytes.contains(byte) {
          return false
        } else if byte &- UInt8(ascii: "0") < 10 {
          digits &+= 1
        }
      }
      return true
    }
    guard isPlain,
      isASCII || text.unicodeScalars.allSatisfy({ $0.isASCII || isLetter($0) }),
      !PersonalIdentifier.isAddress(text)
    else { return false }
    return digits < 7
      || !isNumber(text[...], digits: 7)
        && !text.split(separator: " ").contains { isNumber($0, digits: 9) }
  }

  private static let nameBytes = PlainWord.Alphabet(
    PlainWord.lettersAndDigits + #" -_.,:;/\()&'#+|"#)

  /// Whether a scalar beyond ASCII may stand in a name: letters, their marks, and the typeset
  /// dash and apostrophe.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .nonspacingMark, .spacingMark:
      true
    default: scalar == "–" || scalar == "’"
    }
  }

  private static func isDecimal(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    return text.utf8.count <= 40
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 0x30 < 10 } }
  }
}
