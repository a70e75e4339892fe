public import EventLog
public import InteractionModel
internal import Vault

/// Forgets what readers said in words where it showed nobody, or somebody who was erased before.
///
/// The words of a question that found nothing may name somebody all the same, and no erasure of theirs
/// could know; of whoever was erased before, another erasure may never come.
///
/// They are kept for some days and erased then as conversations are, with the request, the destroyed
/// keys and the end of it in the register of erasures: whoever opens them afterwards is told that they
/// were erased, and `verify` that it was meant. The words of a day wait while somebody of them is held.
public struct ExpiredWords: Sendable {
  /// How many days they are kept at most if nothing else is said.
  public static let days = 90

  private let store: OpenStore
  private let rows: any VaultStore
  private let days: Int64

  /// The words of a store; nil when it has no vault.
  /// - Parameters:
  ///   - store: the store.
  ///   - days: how many days they are kept at most; with none they go whenever this is asked.
  /// - Throws: ``/EventLog/StorageFault`` when it cannot be read.
  public init?(of store: OpenStore, keptFor days: Int = ExpiredWords.days) throws(StorageFault) {
    guard let rows = try store.keyRows() else { return nil }
    self.store = store
    self.rows = rows
    self.days = Int64(max(0, days))
  }

  /// Whether any are past their time; needs no key.
  /// - Parameter now: what time it is.
  /// - Returns: true when ``destroy(at:)`` has something to do.
  /// - Throws: ``/EventLog/StorageFault`` when log or vault cannot be read.
  public func areDue(at now: Instant) throws(StorageFault) -> Bool { try !scopes(at: now).isEmpty }

  /// Destroys the keys of those that are past their time.
  /// - Parameter now: what time it is.
  /// - Returns: how many; 0 when nothing was due, for which no key is needed.
  /// - Throws: what ``OpenStore/log()`` and ``Eraser/erase(_:authority:reason:)`` throw.
  public func destroy(at now: Instant) async throws -> Int {
    let due = try scopes(at: now)
    guard !due.isEmpty else { return 0 }
    let eraser = store.eraser(try await store.log())
    var count: Int64 = 0
    for scope in due {
      // A refusal each time that somebody projects would tell nobody anything.
      guard try eraser.hold(against: eraser.plan(scope)) == nil else { continue }
      do {
        count += try await eraser.erase(
          scope, authority: "retention",
          reason: """
            the words of readings that showed nobody, or somebody erased before, are kept for \
            \(days) days
            """
        ).subjects
      } catch ErasureError.nothingLeft {
        // Somebody else did it meanwhile.
      }
    }
    return Int(count)
  }

  /// Where keys are of days that are past their time: a look at the vault for each day of the log.
  private func scopes(at now: Instant) throws(StorageFault) -> [EntityKey] {
    guard let birth = try store.events.record(at: Position(1))?.decoded().recorded else {
      return []
    }
    let (first, last) = (AccountWords.day(of: birth), AccountWords.day(of: now) - days)
    var due: [EntityKey] = []
    for day in first..<max(first, last + 1) {
      let scope = AccountWords.scope(ofDay: day)
      if try rows.keys(inScope: scope).contains(where: { !$0.isGone }) { due.append(scope) }
    }
    for (scope, day) in try readers() where day <= last {
      // A document that a source calls so has its keys there as well, which nobody asked to destroy.
      guard try store.events.positions(.stream(StreamID(scope)), in: ReadRange(), limit: 1).isEmpty
      else { continue }
      if try rows.keys(inScope: scope).contains(where: { !$0.isGone }) { due.append(scope) }
    }
    return due
  }

  /// Where the keys of readers are under which programs of before sealed such words, each with the day
  /// of the reader's last account of that kind: what is under one key goes at once.
  ///
  /// They stand before the first account that says how many it showed.
  private func readers() throws(StorageFault) -> [EntityKey: Int64] {
    var days: [EntityKey: Int64] = [:]
    var range = ReadRange()
    while true {
      let page = try store.events.records(.readings, in: range, limit: 1_000)
      for stored in page {
        let record = try stored.decoded()
        guard record.type == .recordAccessed else { continue }
        guard record.body["shown"] == nil else { return days }
        days[AccountWords.scope(ofReaders: record.stream)] = AccountWords.day(of: record.recorded)
      }
      guard let end = page.last?.position else { return days }
      range.after = end
    }
  }
}
