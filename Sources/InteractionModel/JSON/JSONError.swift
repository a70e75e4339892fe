/// Why some bytes are not JSON of the log's profile, and where.
///
/// Carries a byte offset and never the text itself, which may be personal data.
public struct JSONError: Error, Remediable, Hashable {
  /// What is wrong at the offset.
  public enum Kind: String, Sendable {
    /// The text ends inside a value.
    case unexpectedEnd = "the text ends inside a value"
    /// A byte that cannot stand here.
    case unexpectedByte = "a character that cannot stand here"
    /// Something follows the value.
    case trailingBytes = "something follows the end of the value"
    /// A number with a fraction, an exponent or more than 2^53−1, where only integers are allowed.
    case notAnInteger = "a number outside ±(2^53−1) or with a fraction"
    /// A number that is not spelled as RFC 8259 wants.
    case malformedNumber = "a malformed number"
    /// A control character that must be escaped.
    case controlCharacter = "a control character that must be escaped"
    /// A backslash before something that is no escape.
    case malformedEscape = "a malformed escape"
    /// Half of a surrogate pair.
    case loneSurrogate = "half of a surrogate pair"
    /// Bytes that are not UTF-8.
    case invalidUTF8 = "bytes that are not UTF-8"
    /// A member name that the object already has.
    case duplicateKey = "a member name that the object already has"
    /// Deeper nesting than ``JSONReader/maximumDepth``.
    case tooDeep = "more than 128 levels of nesting"
    /// A byte order mark.
    case byteOrderMark = "a byte order mark"
  }

  /// What is wrong.
  public let kind: Kind
  /// The byte offset from the start of the text, from 0.
  public let offset: Int

  /// An error at an offset.
  public init(_ kind: Kind, at offset: Int) {
    self.kind = kind
    self.offset = offset
  }

  /// What is wrong and where, without any of the text.
  public var diagnosis: Diagnosis {
    let reason = "\(kind.rawValue), at byte \(offset)"
    return switch kind {
    case .notAnInteger: Diagnosis(reason, "write it as a string")
    case .byteOrderMark: Diagnosis(reason, "remove the first three bytes")
    default: Diagnosis(reason)
    }
  }
}
