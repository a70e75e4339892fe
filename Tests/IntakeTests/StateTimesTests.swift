import InteractionModel
import Testing

@testable import Intake

@Suite("A closing date that is later than the row")
struct StateTimesTests {
  /// Service requests of a city that keeps the date of a closing.
  static func request(_ state: String, _ hour: Int, closed: Int?, _ words: String = "") -> String {
    """
    service_request_id,status,service_name,requested_datetime,updated_datetime,closed_date,status_notes
    31,\(state),Bench,\(DeskExports.time(3)),\(DeskExports.time(hour)),\(closed.map(DeskExports.time) ?? ""),\(words)

    """
  }

  @Test("a row that says open is open, once, whatever closing date it keeps")
  func single() async throws {
    let format = try Files.mapping("open311-csv")
    for closed in [8, 9, 10, 40] {
      let log = ExportLog()
      let file = Self.request("open", 9, closed: closed)
      _ = try await log.take(format, [file])
      let count = log.events.count
      #expect(log.cases()["31"]?.status == "open", "\(closed)")
      for again in [file, file + "\n"] {
        let report = try await log.take(format, [again])
        #expect(report.appended == 0 && report.rejected == 0 && report.outdated == 0)
      }
      #expect(log.events.count == count)
    }
  }

  @Test(
    "a row of a newer or of the same version is news, though it was closed later",
    arguments: [20, nil], [12, 10])
  func reopened(kept: Int?, hour: Int) async throws {
    let format = try Files.mapping("open311-csv")
    let log = ExportLog()
    let files = [
      Self.request("open", 5, closed: nil), Self.request("closed", 10, closed: 20),
      Self.request("open", hour, closed: kept),
    ]
    for (file, state) in zip(files, ["open", "closed", "open"]) {
      let report = try await log.take(format, [file])
      #expect(report.outdated == 0 && log.cases()["31"]?.status == state)
      #expect(try await log.take(format, [file]).appended == 0)
    }
    #expect(log.cases()["31"]?.reopens == 1)
    #expect(try await log.take(format, files).appended == 0)
    // What was written before undoes nothing.
    let old = try await log.take(format, [files[0] + "\n"])
    #expect(old.appended == 0 && log.cases()["31"]?.reopens == 1)
    // The reopening has the time of the closing; what is written until then is news all the same.
    let note = try await log.take(format, [Self.request("open", 13, closed: kept, "sanded")])
    #expect(note.appended == 1 && note.outdated == 0)
    let closed = try await log.take(format, [Self.request("closed", 14, closed: 20, "sanded")])
    #expect(closed.outdated == 0 && log.cases()["31"]?.status == "closed")
  }

  @Test("a case that was closed and opened once more between two exports is open")
  func between() async throws {
    let format = try Files.mapping("open311-csv")
    let log = ExportLog()
    for (hour, closed) in [(9, 8), (20, 18), (21, 30), (22, 30)] {
      let file = Self.request("open", hour, closed: closed)
      for round in 0..<2 {
        let report = try await log.take(format, [file])
        #expect(report.outdated == 0 && report.rejected == 0)
        #expect(log.cases()["31"]?.status == "open", "\(hour)")
        #expect(round == 0 || report.appended == 0)
      }
    }
  }

  @Test(
    "the status of a request has the last word, also over notes that are later than the request")
  func notes() async throws {
    let file = """
      {"service_request_id":"b2","status":"open","service_name":"Bench",
      "requested_datetime":"\(DeskExports.time(2))","updated_datetime":"\(DeskExports.time(5))",
      "notes":[{"type":"closed","datetime":"\(DeskExports.time(9))"}]}
      """
    let log = ExportLog()
    _ = try await log.take(Open311(), [file])
    #expect(log.events.contains { $0.type == .caseClosed })
    #expect(log.cases()["b2"]?.status == "open")
    #expect(try await log.take(Open311(), [file]).appended == 0)
  }
}
