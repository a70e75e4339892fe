public import InteractionModel

/// A row that was not taken: where it stands, why, and what to do.
///
/// Names fields, columns and tables, never their content, which may be personal.
public struct Rejection: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The file, as it was given.
  public let file: String
  /// The line on which the row starts, from 1.
  public let line: Int
  /// Why.
  public let reason: String
  /// What to do.
  public let remedy: String

  /// A rejection.
  public init(file: String, line: Int, reason: String, remedy: String) {
    self.file = file
    self.line = line
    self.reason = reason
    self.remedy = remedy
  }

  /// As a line of the rejects file.
  public var json: JSONObject {
    [
      "file": .string(file), "line": .int(Int64(line)), "reason": .string(reason),
      "remedy": .string(remedy),
    ]
  }

  /// Place, reason and remedy.
  public var description: String { "\(file):\(line): \(reason); \(remedy)" }
}

/// Why a row or an object cannot become events: a ``Rejection`` that does not know its place yet.
public struct RowFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Why, without content.
  public let reason: String
  /// What to do.
  public let remedy: String

  /// Whether it shows that no row of the file can be trusted, so that reading ends here.
  var endsFile = false

  /// A fault.
  public init(_ reason: String, remedy: String) {
    self.reason = reason
    self.remedy = remedy
  }

  /// Reason and remedy.
  public var description: String { "\(reason); \(remedy)" }

  /// The rejection of a row.
  /// - Parameters:
  ///   - file: the file.
  ///   - line: the line on which the row starts.
  /// - Returns: the fault at its place.
  func rejection(file: String, line: Int) -> Rejection {
    Rejection(file: file, line: line, reason: reason, remedy: remedy)
  }

  /// JSON that cannot be read.
  /// - Parameters:
  ///   - error: what is wrong, at an offset within the element.
  ///   - start: the offset of the element in its file.
  init(_ error: JSONError, startingAt start: Int) {
    reason = JSONError(error.kind, at: start + error.offset).reason
    switch error.kind {
    case .unexpectedEnd: remedy = "the text is cut off; export it again"
    case .duplicateKey: remedy = "keep one member of each name"
    case .loneSurrogate: remedy = "write the whole surrogate pair, or U+FFFD"
    case .invalidUTF8: remedy = "convert the file to UTF-8"
    case .controlCharacter: remedy = "escape control characters in strings as \\u00XX"
    case .tooDeep: remedy = "flatten the data"
    default:
      let remedy: Remedy = "write valid JSON (RFC 8259), one event a line or in an array"
      self.remedy = (error.remedy ?? remedy).description
    }
  }

  /// A row that is larger than ``Intake/maximumRowBytes``.
  static let tooLong = RowFault(
    "longer than \(Intake.maximumRowBytes) bytes",
    remedy: "move large content into attachments, or split the row")
}
