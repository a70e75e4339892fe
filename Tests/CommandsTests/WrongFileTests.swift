import Foundation
import InteractionModel
import Testing

/// Every file of a store in every wrong state, before every command: an answer that is true, or none.
@Suite("A store of which a file is not what it was")
struct WrongFileTests {
  enum Wrong: String, CaseIterable, CustomTestStringConvertible {
    case missing, empty, zeroed, truncated, older, foreign

    var testDescription: String { rawValue }
  }

  static let files = [
    "log.db", "vault.db", "catalogue.db", "projections/CaseState-1.db",
    "projections/ContinuityHandoff-1.db", "projections/ConversationArchive-1.db",
    "search/serving", "search/1/index.db", "search/1/shard-0.db",
  ]

  /// A store, itself before its last events, and another one that is as large.
  private struct Stores {
    let now: Tool
    let before: Tool
    let other: Tool
    /// What each command says of the sound one, and of itself before.
    var answers: [[String]: [String]] = [:]
    /// How many texts have the words that are looked for.
    var found: JSONValue?

    init() throws {
      func events(_ numbers: Range<Int>, _ word: String) -> [UInt8] {
        numbers.flatMap { number in
          cloudEvent(
            "case.opened", id: "\(word)-\(number)",
            case: "\(number < 20 ? "C" : "D")-\(number % 7)",
            body: ["status": "open"], sealed: ["text": .string("\(word) water \(number)")],
            ["time": "2026-03-02T10:00:00Z"])
            + cloudEvent(
              "message.received", id: "\(word)-m-\(number)",
              [
                "data": [
                  "conversation": .string("talk-\(number % 5)"), "party": "p1", "channel": "chat",
                  "actor": ["type": "party", "id": "p1"],
                  "sealed": ["text": .string("\(word) water \(number)")],
                ]
              ])
        }
      }
      now = try Tool()
      other = try Tool()
      try now.succeed("append", input: events(0..<20, "own"))
      try now.succeed("project")
      before = try Tool(copying: now)
      try now.succeed("append", input: events(20..<40, "own"))
      try now.succeed("project")
      try other.succeed("append", input: events(0..<40, "foreign"))
      try other.succeed("project")
      for command in WrongFileTests.answering {
        answers[command] = try [now, before].map { try $0.run(command).text }
      }
      // Asking is recorded, so it is a copy that is asked.
      found = try Tool(copying: now).json("search", "own water", "--purpose", "check")["total"]
    }
  }

  private static let stores = Result { try Stores() }

  /// Commands whose answer does not depend on the time or on who asked before.
  static let answering =
    ReadingCommands.all.filter { !["status", "verify"].contains($0[0]) } + [
      ["case", "show", "C-3"], ["case", "explain", "C-3"], ["case", "timeline", "C-3"],
      ["conversation", "show", "talk-2"], ["party", "show", "p1"], ["log", "--case", "C-1"],
    ]

  /// Makes a file of a store wrong.
  private func make(_ file: String, _ wrong: Wrong, in tool: Tool, _ stores: Stores) throws {
    let path = "\(tool.store)/\(file)"
    let size = try Data(contentsOf: URL(filePath: path)).count
    for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
    switch wrong {
    case .missing: try FileManager.default.removeItem(atPath: path)
    case .empty: try Data().write(to: URL(filePath: path))
    case .zeroed: try Data(count: size).write(to: URL(filePath: path))
    case .truncated: #expect(truncate(path, size / 2) == 0)
    case .older, .foreign:
      let source = wrong == .older ? stores.before : stores.other
      for suffix in ["", "-wal"] {
        let from = "\(source.store)/\(file)\(suffix)"
        guard FileManager.default.fileExists(atPath: from) else { continue }
        try? FileManager.default.removeItem(atPath: path + suffix)
        try FileManager.default.copyItem(atPath: from, toPath: path + suffix)
      }
    }
  }

  /// The names of the files, but for those that come and go with whoever reads, and for the note of
  /// whoever found a build of the index damaged, from which on it answers nobody.
  private func names(_ tool: Tool) throws -> Set<String> {
    let passing = ["-shm", "-wal", ".turn", "/damaged"]
    return Set(try FileManager.default.subpathsOfDirectory(atPath: tool.store)).filter { name in
      !passing.contains { name.hasSuffix($0) }
    }
  }

  @Test("answers as before or refuses, and makes nothing", arguments: files, Wrong.allCases)
  func reading(file: String, wrong: Wrong) throws {
    let stores = try Self.stores.get()
    let tool = try Tool(copying: stores.now)
    try make(file, wrong, in: tool, stores)
    let before = try names(tool)
    for command in Self.answering {
      let output = try tool.run(command)
      #expect([0, 1, 3].contains(output.code), "\(command): \(output.code) \(output.errors)")
      if output.code == 0 {
        // An older or another log is a log: what it says by itself is true of it. So is a read model
        // that is behind.
        let isOfLog = file == "log.db" && ["log", "hold", "erasure"].contains(command[0])
        let isBehind = wrong == .older && file.hasPrefix("projections/")
        // One of several is compared where it is.
        let isCompared = isBehind && command == ["replay"]
        let answers = (stores.answers[command] ?? []).prefix(isBehind ? 2 : 1)
        #expect(isOfLog || isCompared || answers.contains(output.text), "\(command)")
      } else {
        #expect(!output.errors.isEmpty || !output.text.isEmpty)
      }
      #expect(try names(tool) == before, "\(command)")
    }
    #expect([0, 3].contains(try tool.run("status").code))
    let verified = try tool.run("verify")
    if file == "log.db", ![.older, .foreign].contains(wrong) {
      #expect(verified.code != 0, "\(verified.text)")
    }
    if file == "vault.db", ![.missing, .older].contains(wrong) {
      #expect(verified.code == 1, "\(verified.text)")
    }
    #expect([0, 1, 3].contains(verified.code))
    #expect(try names(tool) == before)
  }

  @Test("finds all of the words or says why not", arguments: files, Wrong.allCases)
  func searching(file: String, wrong: Wrong) throws {
    let stores = try Self.stores.get()
    let tool = try Tool(copying: stores.now)
    try make(file, wrong, in: tool, stores)
    let output = try tool.run("search", "own water", "--purpose", "check", "--json")
    #expect([0, 1, 3].contains(output.code), "\(output.code) \(output.errors)")
    if output.code == 0 {
      #expect(try output.json["total"] == stores.found, "\(output.text)")
    } else {
      #expect(!output.errors.isEmpty)
    }
  }

  @Test("is written to soundly or not at all", arguments: files, Wrong.allCases)
  func writing(file: String, wrong: Wrong) throws {
    let stores = try Self.stores.get()
    let tool = try Tool(copying: stores.now)
    try make(file, wrong, in: tool, stores)
    for command in [["append"], ["project"], ["rebuild", "CaseState"], ["init"]] {
      let output = try tool.run(command, input: cloudEvent("case.opened", case: "C-9"))
      #expect([0, 1, 3].contains(output.code), "\(command): \(output.code) \(output.errors)")
      // An older log can be gone on with, but not by what was made from the newer one.
      if file == "log.db", command == ["project"] || command == ["append"] && wrong != .older {
        #expect(output.code != 0, "\(command)")
      }
      if file == "vault.db", command == ["append"] { #expect(output.code == 3, "\(output.errors)") }
    }
    // Whatever was built from whatever is there by now agrees with it.
    let replay = try tool.run("replay")
    #expect([0, 1, 3].contains(replay.code), "\(replay.errors)")
    if file.hasPrefix("projections/") || file.hasPrefix("search/") {
      #expect(try tool.run("verify").code == 0 || wrong != .missing)
    }
  }
}
