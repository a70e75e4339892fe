internal import Foundation
internal import InteractionModel
internal import Logging

/// Writes what a daemon says to standard error, a JSON object a line.
///
/// `time` (RFC 3339), `level`, `message`, and what belongs to it. Nothing of a person stands in it, because
/// nothing of a person is told.
struct JSONLogHandler: LogHandler {
  var logLevel = Logger.Level.info
  var metadata: Logger.Metadata = [:]
  var metadataProvider: Logger.MetadataProvider?

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let now = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    var line: JSONObject = [
      "time": .string(now.description), "level": .string(event.level.rawValue),
      "message": .string("\(event.message)"),
    ]
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) {
      line[key] = JSONLogHandler.json(value)
    }
    _ = Descriptor.write(JSONValue.object(line).canonicalBytes + [0x0A], to: STDERR_FILENO)
  }

  private static func json(_ value: Logger.MetadataValue) -> JSONValue {
    switch value {
    case .string(let text): .string(text)
    case .stringConvertible(let value):
      (value as? Int64).map(JSONValue.int) ?? (value as? Int).map { .int(Int64($0)) }
        ?? .string(value.description)
    case .array(let values): .array(values.map(json))
    case .dictionary(let values):
      .object(values.reduce(into: [:]) { $0[$1.key] = json($1.value) })
    }
  }
}
