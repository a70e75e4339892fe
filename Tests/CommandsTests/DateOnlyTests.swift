import Foundation
import InteractionModel
import Testing

@Suite("Dates without a time of day")
struct DateOnlyTests {
  static let mapping = """
    source: counter
    time: {zone: America/Chicago, formats: [yyyy-MM-dd HH:mm, yyyy-MM-dd]}
    row: {id: NO}
    defaults: {occurred: OPENED, stream: case}
    events:
      - name: started
        type: conversation.started
        stream: conversation
        conversation: {mint: ""}
        party: WHO
        channel: {const: mail}
        direction: {const: inbound}
        actor: {type: party, id: WHO}
      - name: said
        type: message.received
        stream: conversation
        conversation: {mint: ""}
        party: WHO
        channel: {const: mail}
        direction: {const: inbound}
        actor: {type: party, id: WHO}
        sealed: {text: NO}
      - name: issue
        type: issue.coded
        stream: conversation
        conversation: {mint: ""}
        party: WHO
        body: {issue: {const: trees}}
      - {name: opened, type: case.opened, case: NO}
      - name: closed
        type: case.closed
        case: NO
        when: {column: CLOSED, present: true}
        occurred: CLOSED
      - name: reopened
        type: case.reopened
        case: NO
        when: {column: REOPENED, present: true}
        occurred: REOPENED
    """

  private func imported(_ rows: String) throws -> Tool {
    let tool = try Tool()
    let (file, mapping) = ("\(tool.directory)/in.csv", "\(tool.directory)/mapping.yaml")
    try "NO,WHO,OPENED,CLOSED,REOPENED\n\(rows)".write(
      toFile: file, atomically: true, encoding: .utf8)
    try Self.mapping.write(toFile: mapping, atomically: true, encoding: .utf8)
    try tool.succeed("import", "csv", file, "--mapping", mapping)
    try tool.succeed("project")
    return tool
  }

  private func ids(_ tool: Tool, _ options: String...) throws -> [String] {
    let list = try tool.run(
      ["case", "list", "--zone", "America/Chicago", "--json"] + options
    ).json
    return (list["cases"]?.array ?? []).compactMap { $0["case"]?.string }.sorted()
  }

  @Test("count as that day in the mapping's zone: in filters, as of a time, and for the state")
  func days() throws {
    let tool = try imported(
      """
      A-1,p1,2022-05-02,2022-05-06,
      A-2,p2,2022-05-31,,
      A-3,p3,2022-05-02 10:00,2022-05-02,
      A-4,p4,2022-05-02,2022-05-06,2022-05-07 09:00
      A-5,p5,2022-05-02,2022-05-06 17:00,2022-05-09

      """)
    #expect(try ids(tool, "--opened-after", "2022-06-01") == [])
    #expect(
      try ids(tool, "--opened-after", "2022-05-02", "--opened-before", "2022-05-03")
        == ["A-1", "A-3", "A-4", "A-5"])
    #expect(
      try ids(tool, "--opened-after", "2022-05-31", "--opened-before", "2022-06-01") == ["A-2"])
    #expect(try ids(tool, "--status", "closed") == ["A-1", "A-3"])
    #expect(try ids(tool, "--status", "open") == ["A-2", "A-4", "A-5"])
    func state(_ id: String, _ point: String) throws -> JSONValue? {
      try tool.json(
        "case", "show", id, "--as-of", "occurred:\(point)", "--zone", "America/Chicago")[
          "state"]?["status"]
    }
    #expect(try state("A-1", "2022-05-05") == "open")
    #expect(try state("A-1", "2022-05-06") == "closed")
    #expect(try state("A-4", "2022-05-06") == "closed")
    let shown = try tool.json("case", "show", "A-3")["state"]
    #expect(shown?["flags"]?.array ?? [] == [], "\(String(describing: shown))")
    #expect(shown?["closed"] == "2022-05-02-05:00")
    // Who reads sees a day, in every zone the same one.
    let card = try tool.run("case", "show", "A-1", "--zone", "Asia/Tokyo").text
    #expect(card.contains("opened 2022-05-02, closed 2022-05-06"), "\(card)")
  }

  @Test(
    "at a moment of the day on which it ended a case is still what it was before, on that day not")
  func moments() throws {
    let tool = try imported(
      """
      D-1,p1,2022-05-02,2022-05-06,
      D-2,p2,2022-05-06 10:00,2022-05-06,
      D-3,p3,2022-05-06,2022-05-06,2022-05-06 15:00

      """)
    func status(_ id: String, _ point: String, _ zone: String = "America/Chicago") throws -> String?
    {
      let shown = try tool.run(
        "case", "show", id, "--as-of", "occurred:\(point)", "--zone", zone, "--json")
      return shown.code == 0 ? try shown.json["state"]?["status"]?.string : nil
    }
    #expect(try status("D-1", "2022-05-05") == "open")
    #expect(try status("D-1", "2022-05-06T09:00:00-05:00") == "open")
    #expect(try status("D-1", "2022-05-07T09:00:00-05:00") == "closed")
    // The day that was asked for is over, whatever day it is elsewhere.
    for zone in ["America/Chicago", "UTC"] {
      #expect(try status("D-1", "2022-05-06", zone) == "closed")
    }
    #expect(try status("D-2", "2022-05-06T09:00:00-05:00") == nil)
    #expect(try status("D-2", "2022-05-06T11:00:00-05:00") == "open")
    #expect(try status("D-2", "2022-05-06") == "closed")
    #expect(try status("D-3", "2022-05-06T09:00:00-05:00") == "open")
    #expect(try status("D-3", "2022-05-06T16:00:00-05:00") == "open")
  }

  @Test("years apart are no broken chain, however close the rows were recorded")
  func chain() throws {
    let tool = try imported(
      "B-1,p,2019-05-02,,\nB-2,p,2022-05-02,,\nC-1,q,2022-05-02,,\nC-2,q,2022-05-04,,\n")
    let findings = try tool.json("handoff", "list", "--finding", "broken_chain")["findings"]
    #expect(findings?.array?.map { $0["time"] } == ["2022-05-04-05:00"])
  }
}
