public import InteractionModel

/// Where a row stands in its file.
public struct RowPlace: Sendable, Hashable, Codable {
  /// The line on which it starts, from 1.
  public let line: Int
  /// Its index in the array that the file is, from 0; nil where rows are lines.
  public let element: Int?

  /// A place.
  public init(line: Int, element: Int? = nil) {
    self.line = line
    self.element = element
  }

  /// The place in a file: `requests.json:1[12]`.
  func description(in file: String) -> String {
    "\(file):\(line)\(element.map { "[\($0)]" } ?? "")"
  }
}

/// A row that was not taken: where it stands, why, and what to do.
///
/// Names fields, columns and tables, never their content, which may be personal.
public struct Rejection: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The file, as it was given.
  public let file: String
  /// Where the row stands in it.
  public let place: RowPlace
  /// What the mapping calls the event that is the reason; nil when it is the row itself, or the
  /// format has no such names.
  public let event: String?
  /// Why.
  public let reason: String
  /// What to do.
  public let remedy: String

  /// The line on which the row starts, from 1.
  public var line: Int { place.line }

  /// A rejection.
  public init(file: String, place: RowPlace, event: String? = nil, reason: String, remedy: String) {
    self.file = file
    self.place = place
    self.event = event
    self.reason = reason
    self.remedy = remedy
  }

  /// As a line of the rejects file.
  ///
  /// `element` is there only for a row of an array, `event` only where a mapping names it.
  public var json: JSONObject {
    var object: JSONObject = [
      "file": .string(file), "line": .int(Int64(line)), "reason": .string(reason),
      "remedy": .string(remedy),
    ]
    object["element"] = place.element.map { .int(Int64($0)) }
    object["event"] = event.map(JSONValue.string)
    return object
  }

  /// Place, event, reason and remedy.
  public var description: String {
    let event = event.map { "event “\($0)”: " } ?? ""
    return "\(place.description(in: file)): \(event)\(reason); \(remedy)"
  }
}

/// Why a row or an object cannot become events: a ``Rejection`` that does not know its place yet.
public struct RowFault: Error, Sendable, Hashable, CustomStringConvertible {
  /// Why, without content.
  public let reason: String
  /// What to do.
  public let remedy: String
  /// What the mapping calls the event that cannot be made; nil when it is the row itself.
  public var event: String?

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
  ///   - place: where the row stands.
  /// - Returns: the fault at its place.
  func rejection(file: String, at place: RowPlace) -> Rejection {
    Rejection(file: file, place: place, event: event, reason: reason, remedy: remedy)
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
