internal import Compliance
internal import Foundation
internal import InteractionModel
internal import Queries
internal import Store

/// One question to a store, by a process that has done nothing else, as a command asks it.
struct AnswerWork {
  let question: AskedQuestion
  let directory: String

  /// Asks it; the time is from before the store is opened to when the answer stands as JSON, and the
  /// memory what the process has more then.
  func run(_ measured: inout Measured) async throws {
    let before = try KernelAccount.peakMemory()
    let start = ContinuousClock.now
    let url = StoreURL.sqlite(directory: directory)
    let store = try OpenStore(url, to: .append, Site.settings(url))
    let reader = Reader(of: store, purpose: "measuring")
    let answer = try await question.ask(reader)
    let bytes = JSONValue.object(answer).canonicalBytes.count
    measured.seconds = start.duration(to: .now) / .seconds(1)
    measured.peakMemory = try KernelAccount.peakMemory() - before
    measured.count = bytes
    try store.close()
    measured.floor = try floor()
  }

  /// How long SQLite takes to open the log and to read as many of its rows as a page has.
  private func floor() throws -> Double {
    try seconds {
      let log = try RawSQLite("\(directory)/log.db")
      let rows = try log.prepare("SELECT line FROM record ORDER BY position DESC LIMIT ?")
      rows.bind(Int64(AskedQuestion.page), at: 1)
      _ = rows.sumOfBytes(in: 0)
    }
  }
}
