import InteractionModel
import Testing

@testable import Projections

@Suite("CaseState: status and fields")
struct CaseStatusTests {
  private var builder = RecordBuilder()

  @Test("An opened case is open, with what it was opened with")
  mutating func opened() throws {
    let record = try builder.record(
      "case.opened", "case-A", at: 0,
      [
        "service": "POTHOLE", "department": "Roads", "owner": "a7", "queue": "north",
        "priority": "high", "due": "2026-03-05T17:00:00-05:00",
      ]
    ) {
      $0.occurred = Timestamp("2026-03-02T03:00:00-05:00")
      $0.channel = .voice
    }
    let row = try #require(try row(fold([record])))
    #expect(row["status"] == "open")
    #expect(row["department"] == "Roads")
    #expect(row["owner"] == "a7")
    #expect(row["queue"] == "north")
    #expect(row["priority"] == "high")
    #expect(row["due"] == "2026-03-05T17:00:00-05:00")
    #expect(row["service"] == "POTHOLE")
    #expect(row["opened"] == "2026-03-02T03:00:00-05:00")
    #expect(row["opened_at"] == .int(RecordBuilder.start.microseconds))
    #expect(row["last_touch"] == .int(RecordBuilder.start.microseconds))
    #expect(row["channels"] == ["voice"])
    #expect(row["events"] == 1)
    #expect(row["reopens"] == 0)
    #expect(row["document"]?["opened"] == "2026-03-02T03:00:00-05:00")
    #expect(row["document"]?["service"] == "POTHOLE")
  }

  @Test("The status is what the latest status event by time says")
  mutating func life() throws {
    let steps = [
      ("case.opened", "open"), ("case.assigned", "open"), ("case.pended", "pended"),
      ("case.resolved", "resolved"), ("case.closed", "closed"), ("case.reopened", "open"),
      ("case.closed", "closed"),
    ]
    var records: [Record] = []
    for (step, (type, status)) in steps.enumerated() {
      records.append(try builder.record(type, "case-A", at: Int64(step)))
      #expect(try document(records)["status"] == .string(status), "after \(type)")
    }
    #expect(try document(records)["reopens"] == 1)
    // Delivered late: happened before the last closing, when it was open already.
    records.append(try builder.record("case.reopened", "case-A", at: 5))
    #expect(try document(records)["status"] == "closed")
    #expect(try document(records)["reopens"] == 1)
  }

  @Test(
    "Of a day and a time on it the later record counts",
    arguments: [
      // A day behind a time on it, a time behind its day, and a day that was over by then.
      ([("case.pended", "2026-03-02T14:00:00Z"), ("case.closed", "2026-03-02+00:00")], "closed"),
      ([("case.closed", "2026-03-02+00:00"), ("case.reopened", "2026-03-02T14:00:00Z")], "open"),
      ([("case.pended", "2026-03-03T00:00:00Z"), ("case.closed", "2026-03-02+00:00")], "pended"),
      ([("case.pended", "2026-03-03T04:59:59Z"), ("case.closed", "2026-03-02-05:00")], "closed"),
      (
        [
          ("case.closed", "2026-03-02+00:00"), ("case.reopened", "2026-03-02T14:00:00Z"),
          ("case.closed", "2026-03-02+00:00"), ("case.reopened", "2026-03-02T15:00:00Z"),
        ], "open"
      ),
    ] as [([(type: String, time: String)], String)])
  func days(steps: [(type: String, time: String)], status: String) throws {
    var builder = builder
    var records = [try builder.record("case.opened", "case-A", at: 0)]
    for (type, time) in steps {
      records.append(try builder.record(type, "case-A") { $0.occurred = Timestamp(time) })
    }
    let document = try document(records)
    #expect(document["status"] == .string(status))
    let reopens = steps.count { $0.type == "case.reopened" }
    #expect(document["reopens"] == .int(Int64(reopens)))
  }

  @Test("A case that nobody says the time of is marked as opened and closed when it was recorded")
  mutating func recordedTimes() throws {
    var records = [try builder.record("case.opened", "case-A")]
    #expect(try document(records)["flags"] == ["no_usable_time", "opened_as_recorded"])
    records.append(try builder.record("case.closed", "case-A"))
    #expect(
      try document(records)["flags"]
        == ["closed_as_recorded", "no_usable_time", "opened_as_recorded"])
    // Once somebody says it, that is known.
    let (opening, closing) = (records[0].id, records[1].id)
    records.append(try builder.record("case.opened", "case-A", at: 10) { $0.causation = opening })
    records.append(try builder.record("case.closed", "case-A", at: 20) { $0.causation = closing })
    #expect(try document(records)["flags"] == ["no_usable_time"])
  }

  @Test("A clock that a day says was met is met, though it started later than the day began")
  mutating func clockOfADay() throws {
    var records = [try builder.record("sla.started", "case-A", at: 3600, ["clock": "fix"])]
    records.append(
      try builder.record("sla.met", "case-A", ["clock": "fix"]) {
        $0.occurred = Timestamp("2026-03-02+00:00")
      })
    #expect(try document(records)["slaState"] == "met")
  }

  @Test("A reopening counts when the case had ended, in whatever order its records come")
  mutating func reopenings() throws {
    func count(_ steps: [(String, Int64)]) throws -> JSONValue? {
      var builder = RecordBuilder()
      return try document(steps.map { try builder.record($0.0, "case-A", at: $0.1) })["reopens"]
    }
    let steps: [(String, Int64)] = [
      ("case.opened", 0), ("case.reopened", 1), ("case.closed", 2), ("case.reopened", 3),
      ("case.reopened", 4), ("case.resolved", 5), ("case.pended", 6), ("case.closed", 7),
      ("case.reopened", 8), ("case.reopened", 8),
    ]
    #expect(try count(steps) == 2)
    #expect(try count(steps.reversed()) == 2)
    #expect(try count(steps.enumerated().sorted { $0.0 % 3 < $1.0 % 3 }.map(\.1)) == 2)
    // Its closing is not in the log.
    #expect(try count([("case.reopened", 1)]) == 1)
    #expect(try count([("case.reopened", 1), ("case.reopened", 2)]) == 1)
    #expect(try count([("case.opened", 0), ("case.reopened", 1)]) == 0)
  }

  @Test("What names an opening or a closing as its cause corrects it; a due date can be taken back")
  mutating func corrections() throws {
    var records = [
      try builder.record("case.opened", "case-A", at: 100, ["due": "2026-03-05"]),
      try builder.record("case.resolved", "case-A", at: 500),
    ]
    func add(_ type: String, _ second: Int64, _ body: JSONObject = [:], cause: Int? = nil) throws {
      let cause = cause.map { records[$0].id }
      records.append(
        try builder.record(type, "case-A", at: second, body) { $0.causation = cause })
    }
    func time(_ second: Int64) -> JSONValue {
      .string(Timestamp(RecordBuilder.start.advanced(bySeconds: second)).text)
    }
    try add("case.closed", 900, ["onTime": "no"], cause: 1)
    #expect(
      try document(records)["resolutions"]?.array?.count == 2, "no correction of another type")
    try add("case.closed", 700, ["onTime": "yes"], cause: 2)
    try add("case.opened", 200, cause: 0)
    try add("case.due_changed", 250)
    let state = try document(records)
    #expect(state["closed"] == time(700) && state["onTime"] == "yes")
    #expect(state["opened"] == time(200) && state["due"] == nil)
    #expect(state["resolutions"]?.array?.count == 2)
    try add("case.reopened", 800)
    #expect(try document(records)["status"] == "open" && document(records)["reopens"] == 1)
    try add("case.closed", 600)
    #expect(try document(records)["status"] == "open", "a late one that corrects none")
  }

  @Test("At one time the later position wins: resolved and closed in one row is closed")
  mutating func ties() throws {
    let records = [
      try builder.record("case.resolved", "case-A", at: 10),
      try builder.record("case.closed", "case-A", at: 10),
    ]
    #expect(try document(records)["status"] == "closed")
  }

  @Test("An opening never overwrites another status event, and the odd order is flagged")
  mutating func closedBeforeOpened() throws {
    let closed = try builder.record("case.closed", "case-A", at: 5)
    let opened = try builder.record("case.opened", "case-A", at: 9)
    for records in [[closed, opened], [opened, closed]] {
      let document = try document(records)
      #expect(document["status"] == "closed")
      #expect(document["flags"] == ["closed_before_opened"])
    }
    let right = try builder.record("case.opened", "case-A", at: 1)
    #expect(try document([closed, right])["flags"] == [])
  }

  @Test("An opening may say the status; unknown values are kept")
  mutating func initialStatus() throws {
    let opened = try builder.record("case.opened", "case-A", at: 5, ["status": "triage"])
    #expect(try document([opened])["status"] == "triage")
    let pended = try builder.record("case.pended", "case-A", at: 1)
    #expect(try document([opened, pended])["status"] == "pended")
  }

  @Test("A case whose first record is not an opening is open")
  mutating func withoutOpening() throws {
    let message = try builder.record("message.received", "conversation-c", at: 3)
    let row = try #require(try row(fold([message])))
    #expect(row["status"] == "open")
    #expect(row["opened"] == .null)
    #expect(row["opened_at"] == .null)
  }

  @Test("Owner, queue, department and priority follow assignments and escalations by time")
  mutating func assignments() throws {
    var records = [
      try builder.record(
        "case.opened", "case-A", at: 100, ["department": "Roads", "owner": "a1", "queue": "q1"]),
      // The other system's clock is behind: still after the opening.
      try builder.record(
        "case.assigned", "case-A", at: 90,
        ["department": "Parks", "owner": "a2", "fromDepartment": "Roads"]),
      try builder.record(
        "case.escalated", "case-A", at: 95, ["level": 2, "owner": "boss", "priority": "urgent"]),
    ]
    var state = try document(records)
    #expect(state["department"] == "Parks")
    #expect(state["owner"] == "boss")
    #expect(state["queue"] == "q1")
    #expect(state["priority"] == "urgent")
    #expect(state["departments"] == ["Parks", "Roads"])
    records.append(try builder.record("case.assigned", "case-A", at: 91, ["owner": "late"]))
    state = try document(records)
    #expect(state["owner"] == "boss")
  }

  @Test("The department of the envelope counts where case events say no other")
  mutating func envelopeDepartment() throws {
    var records = [
      try builder.record("case.opened", "case-A", at: 1) { $0.department = "Water" }
    ]
    #expect(try document(records)["department"] == "Water")
    records.append(try builder.record("case.assigned", "case-A", at: 0, ["department": "Parks"]))
    #expect(try document(records)["department"] == "Parks")
    // Another department speaking in a conversation does not take the case over.
    records.append(
      try builder.record("message.sent", "conversation-c", at: 9) { $0.department = "Roads" })
    #expect(try document(records)["department"] == "Parks")
    #expect(try document(records)["departments"] == ["Parks", "Roads", "Water"])
  }

  @Test("The due time follows its changes, as the source said it")
  mutating func due() throws {
    let records = [
      try builder.record("case.opened", "case-A", at: 1, ["due": "2026-03-04"]),
      try builder.record("case.due_changed", "case-A", at: 9, ["due": "2026-03-09"]),
      try builder.record("case.due_changed", "case-A", at: 5, ["due": "2026-03-07"]),
    ]
    #expect(try document(records)["due"] == "2026-03-09")
  }

  @Test("Resolutions are listed by time; the last one that says so tells whether it was in time")
  mutating func resolutions() throws {
    let records = [
      try builder.record("case.opened", "case-A", at: 0),
      try builder.record(
        "case.resolved", "case-A", at: 50, ["resolution": "fixed", "onTime": "OVERDUE"]),
      try builder.record(
        "case.resolved", "case-A", at: 20, ["resolution": "referred", "onTime": "ONTIME"]),
      try builder.record("case.closed", "case-A", at: 60),
    ]
    let row = try #require(try row(fold(records)))
    #expect(row["on_time"] == "OVERDUE")
    let list = try #require(row["document"]?["resolutions"]?.array)
    #expect(list.map { $0["resolution"] } == ["referred", "fixed"])
    #expect(list.map { $0["position"] } == [3, 2])
    let closing = try builder.record("case.closed", "case-B", at: 9, ["onTime": "ONTIME"])
    #expect(try document([closing], key: "B")["onTime"] == "ONTIME")
    #expect(try document([closing], key: "B")["closed"] == "2026-03-02T08:00:09.000000Z")
  }

  @Test("Each SLA clock has its state and due time; the worst one is the case's")
  mutating func clocks() throws {
    var records = [
      try builder.record(
        "sla.started", "case-A", at: 1, ["clock": "reply", "due": "2026-03-02T12:00:00Z"]),
      try builder.record("sla.started", "case-A", at: 2, ["clock": "fix"]),
      try builder.record("sla.met", "case-A", at: 3, ["clock": "reply"]),
    ]
    #expect(
      try document(records)["sla"] == [
        "fix": ["since": "2026-03-02T08:00:02.000000Z", "state": "running"],
        "reply": [
          "due": "2026-03-02T12:00:00Z", "since": "2026-03-02T08:00:03.000000Z", "state": "met",
        ],
      ])
    #expect(try document(records)["slaState"] == "running")
    records.append(try builder.record("sla.paused", "case-A", at: 4, ["clock": "fix"]))
    #expect(try document(records)["slaState"] == "paused")
    records.append(try builder.record("sla.breached", "case-A", at: 5, ["clock": "fix"]))
    #expect(try document(records)["slaState"] == "breached")
    records.append(try builder.record("sla.met", "case-A", at: 4, ["clock": "fix"]))
    #expect(try document(records)["slaState"] == "breached")
  }
}
