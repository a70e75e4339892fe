import Foundation
import InteractionModel
import Testing

@Suite("Boston's service requests, counted twice")
struct BostonTests {
  /// Counts the file with Python's own CSV reader; the table of channels is written out again.
  static let count = """
    import csv, sys, json, collections, datetime
    channel = {"Constituent Call": "voice", "Citizens Connect App": "self_service",
      "Self Service": "self_service", "Twitter": "social_public",
      "Employee Generated": "internal", "City Worker App": "internal",
      "Maximo Integration": "internal"}
    rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8-sig")))
    def total(values): return dict(collections.Counter(v for v in values if v))
    def time(text): return datetime.datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")
    home = {"Animal Control": "ANML", "Boston Water & Sewer Commission": "BWSC",
      "City Hall Truck": "CHT_", "Civil Rights": "HS_O", "Disability Department": "DISB",
      "Inspectional Services": "ISD", "Mayor's 24 Hour Hotline": "INFO",
      "Parks & Recreation Department": "PARK", "Property Management": "PROP",
      "Public Works Department": "PWDx", "Transportation - Traffic Division": "BTDT"}
    moved = [(r["CASE_ENQUIRY_ID"], home[r["SUBJECT"]], r["Department"]) for r in rows
      if r["SUBJECT"] in home and home[r["SUBJECT"]] != r["Department"]]
    early = [r["CASE_ENQUIRY_ID"] for r in rows
      if r["CLOSED_DT"] and time(r["CLOSED_DT"]) < time(r["OPEN_DT"])]
    print(json.dumps({
      "cases": len({r["CASE_ENQUIRY_ID"] for r in rows}),
      "status": total(r["CASE_STATUS"].lower() for r in rows),
      "channels": total(channel[r["Source"]] for r in rows),
      "departments": total(r["Department"] for r in rows),
      "onTime": total(r["OnTime_Status"] for r in rows),
      "due": sum(1 for r in rows
        if not r["OnTime_Status"] and r["CASE_STATUS"] == "Open" and r["TARGET_DT"]),
      "moved": sorted(" ".join(m) for m in moved),
      "early": sorted(early)}))
    """

  /// Looks for distinctive pieces of sealed columns in every file of a store, byte by byte, but for
  /// the search index, which is there to have them.
  static let search = """
    import csv, sys, json, os
    rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8-sig")))
    public = "\\n".join(" ".join(r[c] or "" for c in ("TYPE", "REASON", "QUEUE", "SUBJECT",
      "Department", "neighborhood", "Source")) for r in rows[::7])
    pieces = set()
    for r in rows[::7]:
      for column, width in (("CLOSURE_REASON", 24), ("Location", 18)):
        text = (r[column] or "").replace("Case Closed", "").replace("Case Resolved", "").strip()
        if len(text) >= width and text[-width:] not in public: pieces.add(text[-width:])
    found, size = [], 0
    for folder, folders, names in os.walk(sys.argv[2]):
      if "search" in folders: folders.remove("search")
      for name in names:
        data = open(os.path.join(folder, name), "rb").read()
        size += len(data)
        found += [name for piece in pieces if piece.encode() in data]
    print(json.dumps({"pieces": len(pieces), "bytes": size, "found": sorted(set(found))}))
    """

  @Test(
    "Every total equals an independent count, and no free text is in any file",
    .enabled(if: RealData.exists(RealData.boston), RealData.absent),
    .enabled(if: Python.path != nil, Python.absent))
  func totals() throws {
    let tool = try Tool()
    let file = RealData.path(RealData.boston)
    let mapping = RealData.mapping("boston311")
    let answer = try tool.json("import", "csv", file, "--mapping", mapping)
    #expect(answer["read"] == 14_129 && answer["rejected"] == 0, "\(answer)")
    try tool.succeed("project")

    let counted = try Python.run(BostonTests.count, file).json
    let cases = try allCases(tool)
    #expect(counted["cases"] == 14_129 && cases.count == 14_129)
    #expect(Set(cases.compactMap { $0["case"]?.string }).count == 14_129)
    func total(_ values: [String?]) -> JSONValue {
      let counts = Dictionary(values.compactMap { $0 }.map { ($0, 1) }, uniquingKeysWith: +)
      return .object(JSONObject(counts.map { ($0, .int(Int64($1))) }))
    }
    #expect(total(cases.map { $0["status"]?.string }) == counted["status"])
    #expect(total(cases.map { $0["department"]?.string }) == counted["departments"])
    #expect(
      total(cases.flatMap { $0["channels"]?.array ?? [] }.map(\.string)) == counted["channels"])
    // The verdict of the city: in time (closed, or the target still ahead) or not; none for some.
    // What was running when the file was made is late by now, and so is what was due by then and of
    // which the city says nothing.
    let verdicts = cases.map { matter -> String? in
      switch matter["slaState"]?.string {
      case "met"?, "running"?, "late"?: "ONTIME"
      case "breached"?: "OVERDUE"
      default: nil
      }
    }
    let (said, due) = (counted["onTime"]?["ONTIME"]?.int ?? 0, counted["due"]?.int ?? 0)
    #expect(due > 0)
    #expect(
      total(verdicts) == [
        "ONTIME": .int(said + due), "OVERDUE": counted["onTime"]?["OVERDUE"] ?? 0,
      ])
    let voice = try tool.json("case", "list", "--channel", "voice", "--limit", "20000")
    #expect(voice["cases"]?.array?.count.json == counted["channels"]?["voice"])

    // Rows that close before they open are kept and flagged.
    let early = counted["early"]?.array?.compactMap(\.string) ?? []
    #expect(early.count == 28)
    let flagged = try tool.rawReadModel().rows(
      "SELECT key FROM case_state WHERE document LIKE '%closed_before_opened%' ORDER BY key")
    #expect(flagged.map { $0[0] } == early)
    for id in early.prefix(3) {
      let state = try tool.json("case", "show", id)["state"]
      #expect(state?["flags"]?.array?.contains("closed_before_opened") == true)
      #expect(state?["status"] == "closed")
    }

    // Cases that another department has than their service belongs to went from hand to hand; the
    // file does not say when.
    let listed = try tool.json("handoff", "list", "--limit", "20000")["handoffs"]?.array ?? []
    let moved = listed.map { handoff in
      ["matter", "fromDepartment", "toDepartment"].map { handoff[$0]?.string ?? "–" }
        .joined(separator: " ")
    }
    #expect(moved.count == 1_283)
    #expect(.array(moved.sorted().map(JSONValue.string)) == counted["moved"])
    #expect(listed.allSatisfy { $0["kind"] == "department" && $0["toQueue"]?.string != nil })
    #expect(listed.allSatisfy { $0["status"] == "completed" })
    let first = try #require(listed.first?["matter"]?.string)
    let state = try tool.json("case", "show", first)["state"]
    #expect(state?["flags"]?.array?.contains("no_usable_time") == true)
    #expect(state?["transfers"]?.array?.count == 1)
    #expect(answer["appended"] == 71_233)

    let searched = try Python.run(BostonTests.search, file, tool.store).json
    #expect((searched["pieces"]?.int ?? 0) > 500, "\(searched)")
    #expect((searched["bytes"]?.int ?? 0) > 10_000_000, "\(searched)")
    #expect(searched["found"] == [], "free text in clear: \(searched)")

    guard isFull else { return }
    let digest = try tool.digest()
    let again = try tool.json("import", "csv", file, "--mapping", mapping)
    #expect(again["appended"] == 0 && again["duplicates"] == answer["appended"])
    #expect(try tool.run("verify").code == 0)
    let replay = try tool.json("replay")
    #expect(replay["equal"] == true)
    #expect(replay["projections"]?.array?.first?["digest"]?.string == digest)
  }

  private func allCases(_ tool: Tool) throws -> [JSONValue] {
    var cases: [JSONValue] = []
    var after: [String] = []
    while true {
      let page = try tool.run(["case", "list", "--json", "--limit", "5000"] + after).json
      cases += page["cases"]?.array ?? []
      guard let next = page["next"]?.string else { return cases }
      after = ["--after", next]
    }
  }
}

extension Int {
  /// The number as JSON has it.
  var json: JSONValue { .int(Int64(self)) }
}
