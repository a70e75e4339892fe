import InteractionModel
import Queries
import Testing

/// All lines of a list for other programs: comma-separated values, and counts.
@Suite("All lines of a list")
struct LinesTests {
  /// A list and the member of its answer that has the lines.
  static let lists = [
    ("case list", "cases"), ("conversation list", "conversations"), ("handoff list", "handoffs"),
    ("handoff list --finding channel_restart", "findings"), ("party list", "parties"),
    ("response list", "responses"), ("hold list", "holds"), ("erasure list", "erasures"),
  ]

  private static func csv(_ lines: ListLines) throws -> String {
    var text = ""
    try lines.csv { text += $0 }
    return text
  }

  @Test("are written as RFC 4180 wants it, and no spreadsheet takes a cell for a formula")
  func cells() throws {
    let lines = ListLines(
      ["a", "b"],
      [
        ["a": "plain", "b": 7], ["a": "one, \"two\"", "b": -7], ["a": "=1+1", "b": "+1"],
        ["a": "-x", "b": "@x"], ["a": "\tx", "b": "\rx"], ["a": "x\r\ny"],
        ["a": ["=x", "y", 3], "b": true], ["a": ["k": "v"], "b": "é, 围"],
      ])
    let records = [
      "a,b", "plain,7", "\"one, \"\"two\"\"\",-7", "'=1+1,'+1", "'-x,'@x", "'\tx,\"'\rx\"",
      "\"x\r\ny\",", "'=x; y; 3,true", "\"{\"\"k\"\":\"\"v\"\"}\",\"é, 围\"",
    ]
    #expect(try Self.csv(lines) == records.map { $0 + "\r\n" }.joined())
    #expect(try Self.csv(ListLines(["a", "b"], [])) == "a,b\r\n")
  }

  @Test("are those of the list, with the same values", arguments: lists)
  func csv(list: String, member: String) async throws {
    let tool = try await GoldenStore.whole.tool
    let words = list.split(separator: " ").map(String.init)
    let paged = words.first != "hold" && words.first != "erasure"
    let all = words + ["--accept-clock"] + (paged ? ["--limit", "100000"] : [])
    let lines = try tool.run(all + ["--json"]).json[member]?.array ?? []
    let rows = CSVText(try tool.run(words + ["--csv", "--accept-clock"]).text).rows
    let header = try #require(rows.first)
    #expect(!lines.isEmpty && rows.count == lines.count + 1)
    let names = Set(lines.flatMap { $0.object?.members.map(\.key) ?? [] })
    #expect(names.isSubset(of: header))
    func cell(_ value: JSONValue?) -> String {
      switch value {
      case nil, .null?: ""
      case .string(let text)?: text
      case .array(let elements)?: elements.map { cell($0) }.joined(separator: "; ")
      case let value?: value.canonicalText
      }
    }
    // Who acted is one object there and two columns here.
    func value(_ name: String, of line: JSONValue) -> JSONValue? {
      switch name {
      case "actorType": line["actor"]?["type"]
      case "actor": line["actor"]?["id"]
      default: line[name]
      }
    }
    let expected = lines.map { line in header.map { cell(value($0, of: line)) } }
    #expect(Set(rows.dropFirst()) == Set(expected))
  }

  @Test("are counted by any of their columns", arguments: lists)
  func counts(list: String, member: String) async throws {
    let tool = try await GoldenStore.whole.tool
    let words = list.split(separator: " ").map(String.init)
    let rows = CSVText(try tool.run(words + ["--csv", "--accept-clock"]).text).rows
    for column in rows.first ?? [] {
      let answer = try tool.run(words + ["--count-by", column, "--accept-clock", "--json"]).json
      #expect(answer["countBy"]?.string == column)
      #expect(answer["total"]?.int == Int64(rows.count - 1))
      let counts = (answer["counts"]?.array ?? []).compactMap { $0["count"]?.int }
      #expect(counts == counts.sorted(by: >))
      #expect(counts.reduce(0, +) >= Int64(rows.count - 1), "\(column)")
    }
    let unknown = try tool.run(words + ["--count-by", "colour", "--accept-clock"])
    #expect(unknown.code == 2 && unknown.errors.contains("there is no column “colour”"))
  }

  @Test("are counted as somebody would count them")
  func channels() async throws {
    let tool = try await GoldenStore.whole.tool
    let cases = try tool.json("case", "list", "--accept-clock")["cases"]?.array ?? []
    var expected: [JSONValue: Int64] = [:]
    for matter in cases {
      let channels = matter["channels"]?.array ?? []
      for channel in channels.isEmpty ? [.null] : channels { expected[channel, default: 0] += 1 }
    }
    let answer = try tool.json("case", "list", "--count-by", "CHANNELS", "--accept-clock")
    let counts = (answer["counts"]?.array ?? []).map {
      ($0["value"] ?? .null, $0["count"]?.int ?? 0)
    }
    #expect(Dictionary(counts) { one, _ in one } == expected)
  }

  @Test("are counted all or not at all")
  func noPages() throws {
    let tool = try Tool(initialised: false)
    for page in [["--limit", "2"], ["--after", "A-1"]] {
      let output = try tool.run(["case", "list", "--count-by", "status"] + page)
      #expect(output.code == 2 && output.errors.contains("counts all lines"), "\(output.errors)")
    }
  }

  @Test("come by the page as well, in the order of the list, and say what the next one is asked by")
  func pages() async throws {
    let tool = try await GoldenStore.whole.tool
    let others = [("access list", "accesses")]
    for (list, member) in Self.lists.dropLast(2) + others {
      let words = list.split(separator: " ").map(String.init) + ["--accept-clock"]
      let all = try tool.run(words + ["--json", "--limit", "100000"]).json[member]?.array ?? []
      let header = CSVText(try tool.run(words + ["--csv"]).text).rows.first
      var found: [String] = []
      var page: [String] = ["--limit", "2"]
      repeat {
        let output = try tool.run(words + ["--csv"] + page)
        let rows = CSVText(output.text).rows
        #expect(output.code == 0 && rows.first == header && rows.count <= 3, "\(list)")
        found += rows.dropFirst().compactMap(\.first)
        let more = output.errors.split(separator: "\n").first { $0.contains("more: --after ") }
        let next = more?.split(separator: " ").last.map(String.init)
        page = next.map { ["--limit", "2", "--after", $0] } ?? []
      } while !page.isEmpty
      let id = try #require(header?.first)
      #expect(found == all.compactMap { $0[id].map { $0.string ?? $0.canonicalText } }, "\(list)")
      #expect(!found.isEmpty)
    }
  }
}

/// Comma-separated values (RFC 4180) as another program reads them.
struct CSVText {
  private(set) var rows: [[String]] = []

  init(_ text: String) {
    var (row, cell, isQuoted) = ([String](), "", false)
    var last: Character?
    for character in text {
      defer { last = character }
      switch character {
      case "\"":
        // A doubled one ends the quotation and begins it again.
        if !isQuoted, last == "\"" { cell.append(character) }
        isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\r\n" where !isQuoted:
        rows.append(row + [cell])
        (row, cell) = ([], "")
      default: cell.append(character)
      }
    }
  }
}
