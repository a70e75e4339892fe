import Foundation
import InteractionModel
import Testing

/// What people said with each change is in the differences, whatever it was a change of.
@Suite("Differences say what was said")
struct DifferenceWordsTests {
  /// Longer than what a card quotes; two of them differ at their ends only.
  private static let long = String(repeating: "the third door on the left, ", count: 16)

  private static func event(
    _ type: String, _ minute: Int, _ body: JSONObject = [:], sealed: JSONObject = [:]
  ) -> [UInt8] {
    var data: JSONObject = [
      "conversation": "quay-talk", "channel": "chat", "party": "noor", "case": "Q-4",
      "body": .object(body), "actor": ["type": "agent", "id": "tess"],
    ]
    if !sealed.isEmpty { data["sealed"] = .object(sealed) }
    return cloudEvent(
      type, id: "quay-\(minute)",
      ["time": .string("2026-06-02T08:\(minute):00+02:00"), "data": .object(data)])
  }

  /// Noor's case is put aside, is due later, is settled twice and goes on in between.
  private static let made = Result {
    let tool = try Tool()
    try tool.succeed(
      "append",
      input: event("conversation.started", 10)
        + event("case.opened", 11, ["due": "2026-06-05"], sealed: ["title": "A mooring"])
        + event("fact.provided", 12, ["key": "address"], sealed: ["value": .string(long + "3")]))
    try tool.succeed(
      "append",
      input: event("case.pended", 20, ["until": "2026-06-04"], sealed: ["reason": "No diver."])
        + event("case.due_changed", 21, ["due": "2026-06-09"], sealed: ["reason": "Storm."])
        + event("message.received", 22, sealed: ["text": "First line.\nSecond line."])
        + event("case.resolved", 23, sealed: ["resolution": .string("Moored. " + long)])
        + event("case.reopened", 24, sealed: ["reason": "It sank again."])
        + event("fact.corrected", 25, ["key": "address"], sealed: ["value": .string(long + "8")])
        + event("fact.marked_stale", 26, ["key": "address"])
        + event("wrapup.completed", 27, sealed: ["note": "Ask the harbour."])
        + event("case.resolved", 28, sealed: ["resolution": "Raised."]))
    try tool.succeed("project")
    return tool
  }

  /// Whose words are read, and what must be among them.
  private static let subjects: [(words: [String], said: [String])] = [
    (
      ["case", "Q-4"],
      [
        "No diver.", "Storm.", "First line. Second line.", "Moored. the third", "It sank again.",
        "Raised.", "Ask the harbour.", "left, 3” → “the third", "left, 8”",
      ]
    ),
    (["conversation", "quay-talk"], ["First line. Second line.", "Ask the harbour.", "left, 8"]),
    (
      ["party", "noor"],
      [
        "No diver.", "Storm.", "First line. Second line.", "It sank again.", "Ask the harbour.",
        "left, 3” → “the third", "left, 8”",
      ]
    ),
  ]

  @Test("for a purpose: each word once, and none of it cut", arguments: subjects)
  func opened(subject: (words: [String], said: [String])) throws {
    let tool = try Tool(copying: Self.made.get())
    let diff = [subject.words[0], "diff", subject.words[1], "--as-of", "@4"]
    let shown = try tool.run(diff + ["--purpose", "a complaint"])
    #expect(shown.code == 0, "\(shown.errors)")
    for words in subject.said {
      #expect(shown.words.contains(words), "“\(words)” is not in \(shown.text)")
    }
    for words in ["Storm.", "Raised.", "Ask the harbour."] {
      #expect(shown.words.components(separatedBy: words).count <= 2, "“\(words)” is there twice")
    }
    #expect(!shown.text.contains("(sealed)") && !shown.text.contains("⏎"), "\(shown.text)")
    #expect(shown.text.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  @Test("to nobody without one", arguments: subjects)
  func closed(subject: (words: [String], said: [String])) throws {
    let tool = try Tool(copying: Self.made.get())
    let head = try tool.head()
    let diff = [subject.words[0], "diff", subject.words[1], "--as-of", "@4"]
    let shown = try tool.run(diff)
    #expect(shown.code == 0 && shown.errors.contains("--purpose TEXT opens"), "\(shown.errors)")
    let json = try tool.run(diff + ["--json"]).text
    for words in ["diver", "Storm", "line.", "third", "sank", "Raised", "harbour"] {
      #expect(!shown.text.contains(words) && !json.contains(words), "“\(words)”")
    }
    #expect(try tool.head() == head)
  }

  @Test("to programs: with each record what its sealed parts say, as in its timeline")
  func json() throws {
    let tool = try Tool(copying: Self.made.get())
    let said =
      try tool.json("case", "diff", "Q-4", "--as-of", "@4", "--purpose", "audit")["said"]?.array
    let entries =
      try tool.json("case", "timeline", "Q-4", "--after", "4", "--purpose", "audit")["entries"]?
      .array ?? []
    let meant = Set(["case.pended", "case.due_changed", "case.resolved", "case.reopened"])
    for entry in entries where meant.contains(entry["type"]?.string ?? "") {
      #expect(said?.contains(entry) == true, "\(entry)")
    }
    // What a field has itself is not said twice.
    #expect(said?.contains { $0["type"] == "message.received" } == false)
  }

  @Test("and so does the walk, whose values differ as far as they do")
  func walk() throws {
    let tool = try Tool(copying: Self.made.get())
    for subject in [["--case", "Q-4"], ["--conversation", "quay-talk"]] {
      let walk = try tool.run(["replay", "--events", "--purpose", "audit"] + subject)
      for words in [
        "No diver.", "Storm.", "First line. Second line.", "It sank again.", "left, 3 → the third",
      ] {
        #expect(walk.words.contains(words), "“\(words)” is not in \(walk.text)")
      }
      #expect(!walk.text.contains("(sealed)") && !walk.text.contains("⏎"), "\(walk.text)")
    }
  }

  @Test(
    "Nothing is named as the cause of a field that begins empty, and what is left out is counted")
  func causes() throws {
    let tool = try Tool(copying: Self.made.get())
    let shown = try tool.succeed("case", "diff", "Q-4", "--as-of", "@2", "--zone", "UTC").text
    let lines = shown.split(separator: "\n").map(String.init)
    let resolutions = lines.drop { !$0.hasPrefix("resolutions[") }.prefix {
      !$0.hasPrefix("service")
    }
    #expect(!resolutions.contains { $0.contains("conversation started") }, "\(shown)")
    #expect(lines.contains { $0.hasPrefix("    and ") && $0.hasSuffix(" before") }, "\(shown)")
    // No reason stands beneath a field that is not shown.
    for (line, next) in zip(lines, lines.dropFirst()) where next.hasPrefix("    because") {
      #expect(!line.isEmpty, "\(shown)")
    }
  }

  @Test("Times keep the offset in which they were said, or asked for")
  func offsets() throws {
    let tool = try Tool(copying: Self.made.get())
    let point = "occurred:2026-06-02T08:15:00+02:00"
    let shown = try tool.succeed("case", "diff", "Q-4", "--as-of", point).text
    #expect(shown.hasPrefix("case Q-4: happened by 2026-06-02 08:15:00+02:00 → @"), "\(shown)")
    let known = try tool.run([
      "case", "diff", "Q-4", "--as-of", point, "--known", "recorded:2999-06-02T08:15:00+02:00",
    ])
    #expect(known.code == 2, "\(known.text)")
    let zoned = try tool.succeed("case", "diff", "Q-4", "--as-of", point, "--zone", "UTC").text
    #expect(zoned.hasPrefix("case Q-4: happened by 2026-06-02 06:15:00Z → @"), "\(zoned)")
    let card = try tool.succeed("party", "show", "noor").words
    #expect(card.contains("marked stale 2026-06-02 08:26:00+02:00"), "\(card)")
  }

  @Test("A card has all of a resolution, in the lines in which it was written")
  func resolution() throws {
    let tool = try Tool(copying: Self.made.get())
    let card = try tool.succeed(
      "case", "show", "Q-4", "--as-of", "occurred:2026-06-02T08:23:00+02:00", "--purpose", "audit")
    let whole = "Moored. \(Self.long)".split(separator: " ").joined(separator: " ")
    #expect(card.words.contains("“\(whole)"), "\(card.text)")
    #expect(!card.text.contains("⏎") && card.text.contains("“First line.\n"), "\(card.text)")
  }
}
