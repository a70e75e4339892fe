import Foundation
import InteractionModel

/// Stores and input that are made once and copied by the tests that need them.
struct Prepared: Sendable {
  /// The tool on the prepared store; tests that change anything take a copy.
  let tool: Tool
  /// The imported file.
  let input: String
  /// How long the import and the projection took, in milliseconds.
  let importTime: Int32
  let projectTime: Int32
  /// An empty store of the same log: its copies mint the same ids.
  let empty: Tool

  private static let made = Result { try Prepared(events: 3_000, seed: 20_260_302) }

  /// A simulated city of 3,000 events with late links, repeat asks, restarts and doubled deliveries,
  /// imported and projected.
  static var city: Prepared {
    get throws { try made.get() }
  }

  init(events: Int, seed: Int) throws {
    empty = try Tool()
    input = "\(empty.directory)/city.jsonl"
    try empty.succeed(
      "simulate", "--events", "\(events)", "--seed", "\(seed)", "--out", input,
      "--duplicates", "10", "--out-of-order", "10", "--late-links", "200",
      "--rate", "repeatAsks=300", "--rate", "channelRestarts=200")
    let tool = try Tool(copying: empty)
    self.tool = tool
    let path = input
    func time(_ body: () throws -> Void) rethrows -> Int32 {
      let clock = ContinuousClock()
      let taken = try clock.measure(body)
      return Int32(clamping: taken.components.seconds * 1_000)
        + Int32(taken.components.attoseconds / 1_000_000_000_000_000)
    }
    importTime = try time { _ = try tool.succeed("import", "cloudevents", path) }
    projectTime = try time { _ = try tool.succeed("project") }
  }

  /// The lines of the input.
  func lines() throws -> [ArraySlice<UInt8>] {
    let bytes = Array(try Data(contentsOf: URL(filePath: input)))
    return bytes.split(separator: UInt8(ascii: "\n"))
  }
}

extension Tool {
  /// What the log says, without what differs from run to run: times of recording, keys, nonces.
  func content() throws -> [JSONValue] {
    let opened = try succeed("log", "--open", "--purpose", "comparison")
    return try opened.jsonLines.compactMap { line -> JSONValue? in
      guard var record = line["record"]?.object else { return nil }
      guard record["type"]?.string != "record.accessed" else { return nil }
      record["recorded"] = nil
      record["sealed"] = nil
      let parts = line["opened"]?.array?.map { part -> JSONValue in
        ["state": part["state"] ?? .null, "content": part["content"] ?? .null]
      }
      return ["record": .object(record), "opened": .array(parts ?? [])]
    }
  }

  /// The digest of the read model that serves.
  func digest() throws -> String {
    try json("status")["projections"]?.array?.first?["digest"]?.string ?? "none"
  }
}

/// A CloudEvent of the project's profile.
func cloudEvent(
  _ type: String, id: String = UUID().uuidString.lowercased(), case matter: String = "C-1",
  body: JSONObject = [:], sealed: JSONObject = [:], _ more: JSONObject = [:]
) -> [UInt8] {
  var data: JSONObject = ["case": .string(matter), "body": .object(body)]
  if !sealed.isEmpty { data["sealed"] = .object(sealed) }
  var event: JSONObject = [
    "specversion": "1.0", "id": .string(id), "source": "test", "type": .string(type),
    "data": .object(data),
  ]
  for member in more.members { event[member.key] = member.value }
  return event.canonicalBytes + [UInt8(ascii: "\n")]
}
