import Foundation
import InteractionModel

/// What a run of the tool has left: its exit code and what it printed.
struct Output: Sendable {
  /// The exit code; 128 and the signal's number when a signal ended it.
  let code: Int32
  let standardOutput: [UInt8]
  let errors: String

  var text: String { String(decoding: standardOutput, as: UTF8.self) }

  /// The words of standard output, wherever lines are broken.
  var words: String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  /// The lines of standard output, as bytes: a record's text may hold any character.
  var lines: [ArraySlice<UInt8>] {
    standardOutput.split(separator: UInt8(ascii: "\n"))
  }

  /// Standard output as one JSON value.
  ///
  /// The log knows whole numbers alone: others are taken for the texts that they are in it.
  var json: JSONValue {
    get throws { try JSONValue(parsing: Array(Output.quotingDecimals(text).utf8)) }
  }

  /// Answers say confidences and the like as numbers.
  static func quotingDecimals(_ text: String) -> String {
    text.contains("\"confidence\":0.")
      ? text.replacing(/"confidence":(0\.[0-9]+)/) { "\"confidence\":\"\($0.output.1)\"" } : text
  }

  /// Standard output as one JSON value a line.
  var jsonLines: [JSONValue] {
    get throws { try lines.map { try JSONValue(parsing: $0) } }
  }
}

/// A run that ended otherwise than a test needs.
struct UnexpectedEnd: Error, CustomStringConvertible {
  let description: String

  init(_ arguments: [String], _ output: Output) {
    description =
      "throughline \(arguments.joined(separator: " ")) ended with \(output.code): \(output.errors)"
  }

  init(_ description: String) { self.description = description }
}
