package import Compliance
package import EventLog
internal import InteractionModel

/// Has the words of readings that showed nobody forgotten in time, once or while somebody follows the
/// log.
package struct WordsWatch: Sendable {
  private let words: ExpiredWords?
  private let clock: LogClock
  private let supervisor: Supervisor

  /// A watch.
  /// - Parameters:
  ///   - store: open to project.
  ///   - days: how many days the words are kept.
  ///   - clock: tells what is past its time.
  ///   - supervisor: is told what stays because there is no key.
  package init(_ store: OpenStore, keptFor days: Int, clock: LogClock, _ supervisor: Supervisor) {
    // What is wrong with a vault is for whoever needs it to say.
    words = try? ExpiredWords(of: store, keptFor: days)
    self.clock = clock
    self.supervisor = supervisor
  }

  /// Destroys what is past its time.
  /// - Returns: whether that could be done; without the key it is said, and done by whoever comes next.
  @discardableResult
  package func look() async throws -> Bool {
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
}
