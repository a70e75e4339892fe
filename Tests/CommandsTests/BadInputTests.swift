import Foundation
import InteractionModel
import Testing

@Suite("Input as it comes")
struct BadInputTests {
  private let good = cloudEvent("case.opened", sealed: ["title": "first"])
  private let last = cloudEvent("case.closed", sealed: ["resolution": "last"])

  /// Appends something bad between two good events; both are taken and the log is sound.
  private func between(_ bad: [UInt8], rejects count: Int64?) throws -> Output {
    let tool = try Tool()
    let file = try tool.write(good + bad + [UInt8(ascii: "\n")] + last)
    let rejects = "\(tool.directory)/rejects.jsonl"
    let output = try tool.run("import", "cloudevents", file, "--json", "--rejects", rejects)
    let answer = try output.json
    if let count {
      #expect(output.code == (count == 0 ? 0 : 1), "\(output.errors)")
      #expect(answer["rejected"]?.int == count)
      #expect(answer["appended"]?.int == (count == 0 ? 3 : 2), "\(output.errors)")
    }
    let lines = try Data(contentsOf: URL(filePath: rejects)).split(separator: 0x0A)
    #expect(lines.count.json == answer["rejected"])
    for line in lines {
      let rejection = try JSONValue(parsing: Array(line))
      #expect(
        rejection.object?.members.map(\.key) == ["file", "line", "reason", "remedy"],
        "\(rejection)")
      #expect(rejection["line"]?.int == 2)
      #expect(rejection["remedy"]?.string?.isEmpty == false)
      #expect(!rejection.canonicalText.contains("Marker"))
    }
    #expect(!output.errors.contains("Marker"), "no content in messages: \(output.errors)")
    #expect(try tool.json("verify")["ok"] == true)
    #expect(try tool.succeed("log", "--open", "--purpose", "test").text.contains("last"))
    return output
  }

  private func event(_ members: String) -> [UInt8] {
    let id = UUID().uuidString
    return Array(
      """
      {"specversion":"1.0","id":"\(id)","source":"test","type":"note.added",\(members)}
      """.utf8)
  }

  @Test(
    "A bad line is rejected with line, reason and remedy, without its content; the rest is taken",
    arguments: [
      #""data":{"case":"C-1","sealed":{"text":"Marker \ud800"}}"#,
      #""data":{"case":"C-1","sealed":{"text":"Marker","text":"Marker again"}}"#,
      #""data":{"case":"C-1","case":"C-2"}"#,
      #""time":"2026-13-45T99:00:00Z","data":{"case":"C-1"}"#,
      #""time":"2026-02-30T10:00:00Z","data":{"case":"C-1"}"#,
      #""time":"Marker o'clock","data":{"case":"C-1"}"#,
      #""time":17,"data":{"case":"C-1"}"#,
      #""data":{"case":"C 1 Marker"}"#,
      #""data":{"case":"C-1","channel":["Marker"]}"#,
      #""data":{"case":"C-1","body":"Marker"}"#,
      #""data":{"case":"C-1","sealed":"Marker"}"#,
      #""data":{"body":{}}"#,
      #""data":{"case":"C-1"},"partitionkey":"Marker""#,
      #""data":{"case":"C-1"},"type":"log.created""#,
      #""data":{"case":"C-1","sealed":{"text":"Marker"}"#,
      #""data":{"case":"C-1","sealed":{"text":"Marker"# + "\u{0}\"}}",
      #""data":{"case":"C-1","sealed":{"text":"Marker"# + "\t\"}}",
      #""data":{"case":"C-1","sealed":{"text":Marker}}"#,
    ])
  func rejected(members: String) throws {
    _ = try between(event(members), rejects: 1)
  }

  @Test("Bytes that are no text are rejected, not repaired")
  func bytes() throws {
    var bad = event(#""data":{"case":"C-1","sealed":{"text":"Marker ?"}}"#)
    let place = try #require(bad.firstIndex(of: UInt8(ascii: "?")))
    for bytes: [UInt8] in [
      [0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80], [0xF5, 0x80, 0x80, 0x80],
    ] {
      var line = bad
      line.replaceSubrange(place...place, with: bytes)
      _ = try between(line, rejects: 1)
    }
    bad = [UInt8](repeating: 0, count: 300)
    _ = try between(bad, rejects: 1)
  }

  @Test("A line of 10 MB: text is kept whole beside the record, noise is rejected")
  func long() throws {
    let text = String(repeating: "0123456789", count: 1 << 20)
    _ = try between(Array(text.utf8), rejects: 1)
    _ = try between([UInt8](repeating: UInt8(ascii: "["), count: 10 << 20), rejects: 1)
    let tool = try Tool()
    try tool.succeed("append", input: cloudEvent("note.added", sealed: ["text": .string(text)]))
    let opened = try tool.succeed("log", "--open", "--purpose", "test", "--after", "1").json
    #expect(opened["opened"]?.array?.first?["content"]?["text"]?.string == text)
    #expect(try tool.json("verify")["ok"] == true)
    let line = try tool.succeed("log", "--after", "1", "--limit", "1").standardOutput
    #expect(line.count <= 65_536)
  }

  @Test("A byte order mark, CRLF, blank lines and no last line end are taken as they are meant")
  func lineEnds() throws {
    let tool = try Tool()
    var file: [UInt8] = [0xEF, 0xBB, 0xBF]
    for line in [good, last] {
      file += line.dropLast() + [0x0D, 0x0A, 0x0D, 0x0A]
    }
    file += cloudEvent("case.opened", case: "C-2").dropLast()
    let answer = try tool.json("append", input: file)
    #expect(answer["appended"] == 3 && answer["rejected"] == 0, "\(answer)")
    for empty in ["", "\n", "\u{FEFF}", "[]", " [ ] \n"] {
      let nothing = try tool.json("append", input: Array(empty.utf8))
      #expect(nothing["appended"] == 0 && nothing["rejected"] == 0, "\(empty.debugDescription)")
    }
  }

  @Test("An array that is cut off: what came before the cut is taken, the cut is named")
  func truncated() throws {
    let tool = try Tool()
    let whole = [UInt8(ascii: "[")] + good.dropLast() + [UInt8(ascii: ",")] + last.dropLast(20)
    let output = try tool.run("append", "--json", input: whole)
    #expect(output.code == 1)
    let answer = try output.json
    #expect(answer["appended"] == 1, "\(answer)")
    #expect((answer["rejected"]?.int ?? 0) >= 1 && output.errors.contains("cut off"))
    #expect(try tool.json("verify")["ok"] == true)
  }

  @Test("The same id with other content is an error that says so; with the same, a duplicate")
  func reused() throws {
    let tool = try Tool()
    let id = UUID().uuidString.lowercased()
    try tool.succeed("append", input: cloudEvent("note.added", id: id, sealed: ["text": "one"]))
    let other = cloudEvent("note.added", id: id, sealed: ["text": "two"])
    let output = try tool.run("append", "--json", input: other + last)
    #expect(output.code == 1 && output.errors.contains(id), "\(output.errors)")
    #expect(try output.json["appended"] == 1 && output.json["rejected"] == 1)
    let same = cloudEvent("note.added", id: id, sealed: ["text": "one"])
    #expect(try tool.json("append", input: same + same)["duplicates"] == 2)
  }

  @Test(
    "Files that are no JSON are refused, one and all, and what is beside them is taken",
    .enabled(if: RealData.exists(RealData.badJSON), RealData.absent))
  func badFiles() throws {
    let folder = RealData.path(RealData.badJSON)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    let bad = names.filter { $0.hasPrefix("n_") }.map { "\(folder)/\($0)" }
    #expect(bad.count > 150)
    let tool = try Tool()
    let first = try tool.write(good)
    let second = try tool.write(last)
    let rejects = "\(tool.directory)/rejects.jsonl"
    let output = try tool.run(
      ["import", "cloudevents", first] + bad + [second, "--json", "--rejects", rejects])
    #expect(output.code == 1, "\(output.errors)")
    #expect(try output.json["appended"] == 2)
    // Each but those with nothing but white space in them is refused at least once.
    let lines = try Data(contentsOf: URL(filePath: rejects)).split(separator: 0x0A)
    let refused = try Set(lines.compactMap { try JSONValue(parsing: Array($0))["file"]?.string })
    let silent = try bad.filter { !refused.contains($0) }.filter { path in
      let bytes = try Data(contentsOf: URL(filePath: path))
      return !bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF].contains($0) }
    }
    #expect(silent.isEmpty, "\(silent)")
    // What may be read or not, and foreign text that is read, leaves the log sound as well.
    let others = names.filter { !$0.hasPrefix("n_") }.map { "\(folder)/\($0)" }
    let rest = try tool.run(["import", "cloudevents"] + others + ["--json"])
    #expect(rest.code == 1 && !rest.errors.contains("crash"), "\(rest.code)")
    #expect(try tool.json("verify")["ok"] == true)
    guard isFull else { return }
    for path in bad {
      let alone = try tool.run(
        "append", "--json", input: Array(Data(contentsOf: URL(filePath: path))))
      #expect([0, 1].contains(alone.code), "\(path): \(alone.errors)")
      #expect(try alone.json["appended"] == 0, "\(path)")
    }
  }

  @Test(
    "Naughty strings come back scalar for scalar",
    .enabled(if: RealData.exists(RealData.naughty), RealData.absent))
  func naughty() throws {
    let strings = try JSONValue(parsingForeign: RealData.bytes(RealData.naughty)).array ?? []
    #expect(strings.count > 500)
    let tool = try Tool()
    let events = strings.enumerated().flatMap { index, text in
      cloudEvent("note.added", case: "C-\(index)", sealed: ["text": text])
    }
    #expect(try tool.json("append", input: events)["appended"] == strings.count.json)
    let opened = try tool.succeed("log", "--open", "--purpose", "test", "--after", "1").jsonLines
    #expect(opened.compactMap { $0["opened"]?.array?.first?["content"]?["text"] } == strings)
    try tool.succeed("project")
    // A terminal is not moved by what somebody wrote.
    for index in stride(from: 0, to: strings.count, by: 60) {
      let shown = try tool.succeed("case", "timeline", "C-\(index)", "--purpose", "test")
      #expect(!shown.standardOutput.contains { $0 < 0x20 && $0 != 0x0A }, "\(index)")
    }
  }
}
