internal import Compliance
internal import EventLog
internal import InteractionModel

/// Has the words of readings that showed nobody forgotten in time, once or while somebody follows the
/// log.
struct WordsWatch: Sendable {
  /// What it is called when it is said that it ended.
  static let name = "the watch over words"

  private let words: ExpiredWords?
  private let clock: LogClock
  private let supervisor: Supervisor

  init(_ store: OpenStore, keptFor days: Int, clock: LogClock, _ supervisor: Supervisor) {
    // What is wrong with a vault is for whoever needs it to say.
    words = try? ExpiredWords(of: store, keptFor: days)
    self.clock = clock
    self.supervisor = supervisor
  }

  /// Destroys what is past its time.
  /// - Returns: whether that could be done; without the key it is said, and done by whoever comes next.
  @discardableResult
  func look() async throws -> Bool {
    let now = clock.now()
    guard let words, (try? words.areDue(at: now)) == true else { return true }
    do {
      _ = try await words.destroy(at: now)
      return true
    } catch  where error.isOfClosedVault {
      supervisor.tell(.leavesWords(because: error))
      return false
    }
  }

  /// Looks every hour until it is cancelled.
  func follow() async throws {
    var isHeeded = true
    while true {
      if isHeeded { isHeeded = try await look() }
      // A day that ends tells nobody; an hour is little beside the days that words are kept.
      try await Task.sleep(for: .seconds(3_600))
    }
  }
}
