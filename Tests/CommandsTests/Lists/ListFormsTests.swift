import Foundation
import InteractionModel
import Testing

/// What every list has, whichever it is.
@Suite("Every list")
struct ListFormsTests {
  /// Answers that are lists and not called so.
  private static let others: Set = ["search", "find", "similar", "log"]

  @Test("has its lines as comma-separated values, and one that is called so counts them")
  func forms() throws {
    let commands = try ToolCommand.all().filter(\.isLeaf)
    let lists = commands.filter { $0.name.hasSuffix(" list") }
    #expect(lists.count >= 9)
    for list in lists {
      #expect(list.options.isSuperset(of: ["csv", "count-by", "json"]), "\(list.name)")
    }
    for name in Self.others {
      let command = commands.first { $0.name == name }
      #expect(command?.options.contains("csv") == true, "\(name)")
    }
  }

  @Test("is counted by whatever its table has as a column")
  func columns() async throws {
    let tool = try await GoldenStore.whole.tool
    let lists = try ToolCommand.all().map(\.name).filter { $0.hasSuffix(" list") }
    let findings = "handoff list --finding repeat_ask"
    for list in lists + [findings] {
      let words = list.split(separator: " ").map(String.init) + ["--accept-clock"]
      let table = try tool.run(words).text
      let heading = table.split(separator: "\n").first.map(String.init) ?? ""
      guard heading == heading.uppercased() else { continue }
      // Two spaces part columns, one of which says where from and where to.
      let columns = heading.replacing(" → ", with: "  ").split(separator: "  ")
      #expect(columns.count > 3, "\(list): \(heading)")
      for column in columns.map({ $0.trimmingCharacters(in: .whitespaces) }) where !column.isEmpty {
        let counted = try tool.run(words + ["--count-by", column])
        #expect(counted.code == 0, "\(list) --count-by \(column): \(counted.errors)")
      }
    }
  }

  @Test("says what is wrong with a page that begins nowhere")
  func nowhere() async throws {
    let tool = try await GoldenStore.whole.tool
    for command in try ToolCommand.all() where command.name.hasSuffix(" list") {
      guard command.options.contains("after") else { continue }
      for place in ["nosuch", "987654"] {
        for form in [[], ["--json"], ["--csv"]] {
          let words = command.name.split(separator: " ").map(String.init)
          let output = try tool.run(words + ["--after", place, "--accept-clock"] + form)
          #expect(output.code == 3 && output.text.isEmpty, "\(command.name) \(form)")
          #expect(output.errors.contains("there is no “\(place)” to start after"))
        }
      }
    }
    let log = try tool.run(["log", "--after", "987654", "--accept-clock"])
    #expect(log.code == 2 && log.errors.contains("there is no position 987654 yet"))
    let head = try tool.head()
    let end = try tool.run(["log", "--after", "\(head)", "--accept-clock"])
    #expect(end.code == 0 && end.text.isEmpty && end.errors.isEmpty)
  }

  @Test("says that nothing can lie between two times that were exchanged")
  func exchanged() async throws {
    let tool = try await GoldenStore.whole.tool
    let pairs = [
      ("case list", "opened-after", "opened-before"),
      ("case list", "closed-after", "closed-before"),
      ("conversation list", "started-after", "started-before"),
      ("conversation list", "last-after", "last-before"),
      ("handoff list", "asked-after", "asked-before"),
      ("handoff list --finding repeat_ask", "found-after", "found-before"),
      ("access list", "since", "until"), ("search lamp --purpose test", "after", "before"),
    ]
    for (list, start, end) in pairs {
      let words = list.split(separator: " ").map(String.init) + ["--accept-clock", "--zone", "UTC"]
      let output = try tool.run(words + ["--\(start)", "2025-03-09", "--\(end)", "2025-03-04"])
      #expect(output.code == 2 && output.text.isEmpty, "\(list)")
      #expect(output.errors.contains("--\(end) is not after --\(start)"), "\(output.errors)")
    }
    // One day is that day, where its end is meant too.
    let day = ["--since", "2025-03-09", "--until", "2025-03-09", "--accept-clock"]
    #expect(try tool.run(["access", "list"] + day).code == 0)
  }

  @Test("says which touch is dated ahead of the clock")
  func ahead() throws {
    let tool = try Tool()
    func talk(_ party: String, _ time: JSONValue) -> [UInt8] {
      cloudEvent(
        "conversation.started", id: "talk-\(party)",
        [
          "time": time,
          "data": ["conversation": .string("talk-\(party)"), "party": .string(party)],
        ])
    }
    try tool.succeed(
      "append", input: talk("late", "2999-01-02T03:04:05Z") + talk("good", "2026-01-02T03:04:05Z"))
    try tool.succeed("project")
    let list = try tool.succeed("party", "list").text.split(separator: "\n").map(String.init)
    #expect(list.contains { $0.contains("2999-01-02 03:04:05Z (dated ahead)") }, "\(list)")
    #expect(list.contains { $0.contains("2026-01-02 03:04:05Z  ") }, "\(list)")
    let found = try tool.succeed("find", "talk-late", "--purpose", "test").text
    #expect(found.contains("last touch   2999-01-02 03:04:05Z (dated ahead)"), "\(found)")
    #expect(try !tool.succeed("party", "list", "--csv").text.contains("ahead"))
  }

  @Test("of what is similar has the words and scores that people see, none of them 0")
  func similar() throws {
    let tool = try Tool()
    var events: [UInt8] = []
    for number in 0..<3 {
      let id = "pier-\(number)"
      for (minute, text) in ["the harbour pilot asks", "about the pier"].enumerated() {
        events += cloudEvent(
          "message.received", id: "\(id)-\(minute)",
          [
            "time": .string("2026-01-02T03:0\(minute):05Z"),
            "data": [
              "conversation": .string(id), "party": "rex", "sealed": ["text": .string(text)],
            ],
          ])
      }
    }
    try tool.succeed("append", input: events)
    try tool.succeed("project")
    let rows = CSVText(
      try tool.succeed("similar", "pier-0", "--csv", "--purpose", "test").text
    ).rows
    #expect(rows.first == ["conversation", "scorePerMille", "case", "words"])
    let answer = try tool.json("similar", "pier-0", "--purpose", "test")["similar"]?.array ?? []
    #expect(rows.dropFirst().map { $0[0] } == answer.compactMap { $0["conversation"]?.string })
    for question in [["similar", "pier-0"], ["search", "the"]] {
      let shown = try tool.run(question + ["--purpose", "test"]).text
      #expect(!shown.contains("0.000"), "\(shown)")
    }
    let both = try tool.run(["similar", "pier-0", "--csv", "--json", "--purpose", "test"])
    #expect(both.code == 2 && both.errors.contains("not both"))
  }
}
