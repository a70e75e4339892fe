import InteractionModel
import Projections
import Testing

/// Counts, filters and columns of every list agree.
@Suite("Counts of lists")
struct CountTests {
  private static let findings = FindingKind.allCases.map { "handoff list --finding \($0.rawValue)" }

  /// Every list, and the member of its answer that has the lines.
  private static let lists =
    LinesTests.lists + findings.map { ($0, "findings") } + [("access list", "accesses")]

  /// Every filter, and the one column that has what it asks for.
  private static let filters: [ListedFilter] =
    ListedFilter.words.filter { $0.members.count == 1 }
    + (["handoff list"] + findings).flatMap { list -> [ListedFilter] in
      let (member, id) = list == "handoff list" ? ("handoffs", "handoff") : ("findings", "id")
      return ["department", "queue", "agent"].map {
        ListedFilter(list, member, id, "--\($0)", "\($0)s")
      }
    } + [
      ListedFilter("access list", "accesses", "position", "--reader", "reader"),
      ListedFilter("access list", "accesses", "position", "--party", "parties"),
    ]

  private static let cities = ["whole", "simulated"]

  /// A store of many departments.
  private static let simulated = Result {
    let tool = try Tool()
    try tool.succeed(
      "simulate", "--events", "3000", "--seed", "31", "--into", "sqlite:\(tool.store)", "--quiet")
    try tool.succeed("project", "--quiet")
    try tool.succeed("search", "water", "--purpose", "counts")
    return tool
  }

  private static func store(_ city: String) async throws -> Tool {
    city == "whole" ? try await GoldenStore.whole.tool : try simulated.get()
  }

  private static func counts(
    _ tool: Tool, _ list: [String], by column: String
  ) throws -> [JSONValue: Int64] {
    let all = list + ["--count-by", column, "--accept-clock", "--json"]
    let output = try tool.run(all)
    guard output.code == 0 else { throw UnexpectedEnd(all, output) }
    return Dictionary(
      (try output.json["counts"]?.array ?? []).map { ($0["value"] ?? .null, $0["count"]?.int ?? 0) }
    ) { $0 + $1 }
  }

  /// What a table has in a column, where a line says who did it in one member.
  private static func cell(_ column: String, of line: JSONValue) -> JSONValue {
    let value: JSONValue? =
      switch (column, line["actor"]?.object) {
      case ("actor", let actor?): actor["id"]
      case ("actorType", let actor?): actor["type"]
      default: line[column]
      }
    return value ?? .null
  }

  @Test("by any column are those of its lines", arguments: lists, cities)
  func columns(list: (words: String, member: String), city: String) async throws {
    let tool = try await Self.store(city)
    let words = list.words.split(separator: " ").map(String.init)
    let isPaged = words.first != "hold" && words.first != "erasure"
    let page = isPaged ? ["--limit", "100000"] : []
    let lines = try tool.run(words + page + ["--json", "--accept-clock"]).json[list.member]?.array
    let columns = CSVText(try tool.run(words + ["--csv", "--accept-clock"]).text).rows.first ?? []
    #expect(!columns.isEmpty)
    for column in columns {
      var expected: [JSONValue: Int64] = [:]
      for line in lines ?? [] {
        let value = Self.cell(column, of: line)
        let elements = value.array.map { $0.isEmpty ? [.null] : $0 } ?? [value]
        for element in elements { expected[element, default: 0] += 1 }
      }
      #expect(try Self.counts(tool, words, by: column) == expected, "\(column)")
    }
  }

  @Test("are what a filter by the counted word finds", arguments: filters, cities)
  func filtered(filter: ListedFilter, city: String) async throws {
    let tool = try await Self.store(city)
    let column = try #require(filter.members.first)
    for (value, count) in try Self.counts(tool, filter.list, by: column) {
      guard let word = value.string else { continue }
      let found = try filter.lines(tool, filter.option, word)
      #expect(Int64(found.count) == count, "\(word)")
      let among = try Self.counts(tool, filter.list + [filter.option, word], by: column)
      #expect(among[value] == count, "\(word)")
    }
  }

  @Test("take the word for one of several things, as the filter does")
  func singular() async throws {
    let tool = try await GoldenStore.whole.tool
    for list in [["handoff", "list"], ["handoff", "list", "--finding", "ping_pong"]] {
      let one = try Self.counts(tool, list, by: "department")
      #expect(try one == Self.counts(tool, list, by: "departments"))
      #expect(one.keys.contains { $0.string != nil })
    }
  }
}
