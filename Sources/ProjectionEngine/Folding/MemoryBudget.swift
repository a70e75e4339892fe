internal import Synchronization

/// How much memory the states of all builds of a pass may take.
///
/// When it runs short, each of them is asked to make room once, by half of what it has: so all keep
/// their entities for about as long, and who has many busy ones has more of the room.
final class MemoryBudget: Sendable {
  private struct Account {
    var builds = 0
    var taken = 0
    /// How often everybody was asked.
    var round = 0
    /// How many have answered since, or came after it.
    var answers = 0
  }

  /// One build's part.
  struct Part: Sendable {
    /// About how many bytes its states take, as the room knows it.
    fileprivate var taken = 0
    /// The last round that it has answered.
    fileprivate var round = 0
  }

  private let limit: Int
  private let account = Mutex(Account())

  /// A room that nobody uses yet.
  /// - Parameter bytes: how much there is.
  init(bytes: Int) {
    limit = bytes
  }

  /// Whether there is none left: who can make room in a moment waits for it.
  var isFull: Bool { account.withLock { $0.taken > limit } }

  /// A part for one build more.
  func enter() -> Part {
    account.withLock { account in
      account.builds += 1
      // Nothing is asked of it yet.
      account.answers += 1
      return Part(round: account.round)
    }
  }

  /// Notes how much a build takes now.
  func note(_ taken: Int, _ part: inout Part) {
    account.withLock { $0.taken += taken - part.taken }
    part.taken = taken
  }

  /// Whether a build is to make room, which it says once a round.
  func asks(_ part: inout Part) -> Bool {
    account.withLock { account in
      // A quarter is left for what comes while room is made.
      if account.taken > limit / 4 * 3, account.answers >= account.builds {
        account.round += 1
        account.answers = 0
      }
      guard part.round < account.round else { return false }
      part.round = account.round
      account.answers += 1
      return true
    }
  }

  /// Gives a build's part back; nobody waits for its answer any more.
  func leave(_ part: Part) {
    account.withLock { account in
      account.builds -= 1
      account.taken -= part.taken
      if part.round == account.round { account.answers -= 1 }
    }
  }
}
