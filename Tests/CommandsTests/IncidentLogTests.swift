import Foundation
import InteractionModel
import StoreConformance
import Testing

@Suite("An incident log, several rows a case")
struct IncidentLogTests {
  static let mapping = """
    source: incidents
    time: {zone: Europe/Zurich, formats: [dd.MM.yyyy HH:mm]}
    row: {id: ENTRY, group: INCIDENT}
    tables:
      state:
        values:
          New: open
          Active: open
          Awaiting: pended
          Resolved: resolved
          Closed: closed
    defaults: {case: INCIDENT, stream: case, occurred: UPDATED, department: GROUP}
    events:
      - name: opened
        type: case.opened
        when: {first: true}
        body: {queue: GROUP, owner: AGENT}
        sealed: [{rest: columns}]
      - name: assigned
        type: case.assigned
        when:
          any:
            - {differ: [GROUP, {previous: GROUP}]}
            - {differ: [AGENT, {previous: AGENT}]}
            - all: [{first: false}, {previous: AGENT, present: false}, {column: AGENT, present: true}]
        body: {queue: GROUP, owner: AGENT}
      - name: pended
        type: case.pended
        when:
          - {column: STATE, table: state, equals: pended}
          - {previous: STATE, table: state, not: pended}
      - name: resolved
        type: case.resolved
        when:
          - {column: STATE, table: state, equals: resolved}
          - {previous: STATE, table: state, not: resolved}
      - name: closed
        type: case.closed
        when:
          - {column: STATE, table: state, equals: closed}
          - {previous: STATE, table: state, not: closed}
      - name: reopened
        type: case.reopened
        when:
          - {column: STATE, table: state, equals: open}
          - {previous: STATE, table: state, in: [resolved, closed, pended]}
    otherwise: keep
    """

  /// What the log says of one incident in the end.
  struct Incident {
    var status = "open"
    var queue = ""
    var owner = ""
    var reopens: Int64 = 0
    var hasEnded = false
  }

  /// Rows in the order of their times, those of one incident between those of others.
  static func rows(seed: UInt64, incidents: Int) -> (rows: [String], [String: Incident]) {
    var random = SeededGenerator(seed: seed)
    var last: [String: Incident] = [:]
    var rows: [String] = []
    let states = ["New": "open", "Active": "open", "Awaiting": "pended", "Resolved": "resolved"]
    for minute in 0..<incidents * 8 {
      let id = "INC-\(Int.random(in: 0..<incidents, using: &random))"
      let isFirst = last[id] == nil
      var incident = last[id] ?? Incident()
      let word =
        isFirst
        ? "New"
        : ["Active", "Active", "Awaiting", "Resolved", "Closed"].randomElement(using: &random) ?? ""
      let status = states[word] ?? "closed"
      if isFirst || Int.random(in: 0..<3, using: &random) == 0 {
        incident.queue = ["network", "desk", "field"].randomElement(using: &random) ?? ""
      }
      if Bool.random(using: &random) {
        incident.owner = ["a1", "a2", "a3"].randomElement(using: &random) ?? ""
      }
      if status == "open", incident.hasEnded { incident.reopens += 1 }
      if status != "pended" { incident.hasEnded = status == "resolved" || status == "closed" }
      incident.status = status
      last[id] = incident
      func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
      let day = minute / 1_440
      rows.append(
        [
          "\(1_000 + minute)", id, word, incident.queue, incident.owner,
          "\(two(day % 28 + 1)).\(two(day / 28 + 1)).2026 \(two(minute / 60 % 24)):\(two(minute % 60))",
          "remark \(minute)",
        ].joined(separator: ";"))
    }
    return (rows, last)
  }

  @Test("last states, owners and reopenings equal an independent count, also of a longer log later")
  func counted() throws {
    #expect(Self.mapping.split(separator: "\n").count < 60)
    let tool = try Tool()
    let mapping = try tool.write(
      Array((Self.mapping + "\ncsv: {delimiter: \";\"}\n").utf8), as: "incidents.yaml")
    let (rows, incidents) = Self.rows(seed: 11, incidents: 60)
    let header = "ENTRY;INCIDENT;STATE;GROUP;AGENT;UPDATED;REMARK"
    func file(_ count: Int) throws -> String {
      try tool.write(Array(([header] + rows.prefix(count)).joined(separator: "\n").utf8))
    }
    let all = try file(rows.count)
    for (path, count) in [(try file(300), 300), (all, rows.count), (all, rows.count)] {
      let answer = try tool.json("import", "csv", path, "--mapping", mapping)
      #expect(answer["read"] == .int(Int64(count)) && answer["rejected"] == 0, "\(answer)")
    }
    #expect(try tool.json("import", "csv", all, "--mapping", mapping)["appended"] == 0)
    try tool.succeed("project")
    let cases = try tool.json("case", "list", "--limit", "1000")["cases"]?.array ?? []
    #expect(cases.count == incidents.count)
    for (id, incident) in incidents {
      let found = try #require(cases.first { $0["case"]?.string == id })
      #expect(found["status"]?.string == incident.status, "\(id)")
      #expect(found["reopens"] == .int(incident.reopens), "\(id)")
      #expect(found["queue"]?.string == incident.queue, "\(id)")
      #expect((found["owner"]?.string ?? "") == incident.owner, "\(id)")
    }
    #expect(incidents.values.contains { $0.reopens > 1 })
  }
}
