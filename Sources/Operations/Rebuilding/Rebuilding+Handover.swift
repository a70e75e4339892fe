internal import Compliance
public import EventLog
public import InteractionModel
public import ProjectionEngine
internal import Projections
internal import Queries
internal import Search

// Rebuilds that whoever keeps the store does, as other processes ask for them.

extension Rebuilding {
  /// Has whoever keeps the store build something anew, and follows it.
  ///
  /// It goes on though the caller stops; see ``cancel(_:)`` and ``pause(_:)``.
  /// - Parameters:
  ///   - derived: what to build, each once.
  ///   - kept: how long generations that served are kept, to be gone back to.
  /// - Returns: what was built; nil when nobody keeps the store who does that, or no more.
  /// - Throws: ``HandoverError``; ``/EventLog/StorageFault``, `busy` when whoever keeps the store does not
  ///   move; `CancellationError` when the caller is to stop.
  public func handOver(
    _ derived: [Derived], keepingPrevious kept: Duration = KeptGenerations.time
  ) async throws -> Rebuilt? {
    guard let holder = try await keeper(of: derived) else { return nil }
    supervisor.tell(.handedTo(holder))
    let before = try derived.map { try serving($0) }
    for one in derived { try store.models.put(RebuildRequest(name: one.name, kept: kept)) }
    let work = Work.rebuilding(derived.map(\.name))
    supervisor.tell(.began(work))
    defer { supervisor.tell(.ended(work)) }
    let head = try store.events.head().position
    var built: [Derived: Rebuilt.Item] = [:]
    while true {
      for one in try done(among: derived.filter { built[$0] == nil }) {
        // What somebody has cancelled is asked for no more as well.
        guard let place = derived.firstIndex(of: one), try serving(one) != before[place] else {
          throw HandoverError.cancelled(one.name)
        }
        built[one] = try item(one)
      }
      guard built.count < derived.count else {
        return Rebuilt(items: derived.compactMap { built[$0] })
      }
      guard try await keeper(of: derived) != nil else { return nil }
      if let position = try position(of: derived) {
        supervisor.tell(.progressed(WorkProgress(min(position, head), of: head)))
      }
      try supervisor.check()
      // A store tells nobody what somebody else has done with it.
      try await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Whoever keeps all of something and builds it anew when asked to; nil when nobody does.
  private func keeper(of derived: [Derived]) async throws -> LeaseHolder? {
    if let holder = try store.leases.holder(), holder.isSilent {
      throw StorageFault.leased(to: holder)
    }
    return try await store.leases.keeper(of: derived).flatMap { $0.takesRebuilds ? $0 : nil }
  }

  /// What is asked for no more, because it is done.
  private func done(among derived: [Derived]) throws -> [Derived] {
    let requests = try store.models.rebuildRequests()
    return try derived.filter { one in
      guard let request = requests.first(where: { $0.name == one.name }) else { return true }
      switch request.state {
      case .asked: return false
      case .paused: throw HandoverError.paused(one.name)
      case .cancelled: throw HandoverError.cancelled(one.name)
      case .failed(let reason):
        try store.models.settle(request, nil)
        throw HandoverError.failed(one.name, reason)
      }
    }
  }

  /// The number of the generation that serves; nil when none does.
  private func serving(_ derived: Derived) throws(StorageFault) -> Int64? {
    guard case .projection(let projection) = derived else {
      return try store.indexes().servingGeneration()
    }
    return try store.models.generations().first {
      $0.projection == projection.name && $0.state == .serving
    }?.number
  }

  /// What serves now of something that was built.
  private func item(_ derived: Derived) throws -> Rebuilt.Item {
    guard case .projection(let projection) = derived else {
      let index = SearchIndexStatus.of(store, head: try store.events.head().position)
      supervisor.tell(.rebuiltIndex(index))
      return .index(index)
    }
    let generations = try store.models.generations().filter { $0.projection == projection.name }
    guard let serving = generations.first(where: { $0.state == .serving }) else {
      throw HandoverError.cancelled(projection.name)
    }
    let result = RebuildResult(
      generation: serving, previous: generations.first { $0.state == .previous },
      position: try store.models.open(serving, of: projection).checkpoint(), differences: nil,
      isServing: true)
    supervisor.tell(.rebuilt(result))
    return .projection(result)
  }

  /// How far what is built is that is the least far; nil while nothing is.
  private func position(of derived: [Derived]) throws(StorageFault) -> Position? {
    let building = try store.models.generations().filter { $0.state == .building }
    var least: Position?
    for case .projection(let projection) in derived {
      guard let generation = building.first(where: { $0.projection == projection.name }),
        let model = try? store.models.open(generation, of: projection),
        let position = try? model.checkpoint()
      else { continue }
      least = min(position, least ?? position)
    }
    return least
  }

  /// Lets builds that whoever keeps the store was asked for wait; what was built stays.
  /// - Parameter derived: which, each once.
  /// - Returns: those that wait from now on.
  /// - Throws: ``/EventLog/StorageFault``.
  public func pause(_ derived: [Derived]) throws(StorageFault) -> [Derived] {
    var paused: [Derived] = []
    for request in try requests(for: derived) where request.state == .asked {
      try store.models.settle(request, .paused)
      paused += derived.filter { $0.name == request.name }
    }
    return paused
  }

  /// Removes what builds have left to go on from, and asks nobody any more to go on with them.
  /// - Parameter derived: of what; of the index nothing stays.
  /// - Returns: what was removed.
  /// - Throws: ``/EventLog/StorageFault`` with code `busy` while somebody is at work on one who was not
  ///   asked for it; `CancellationError` when the caller is to stop.
  public func cancel(_ derived: [Derived]) async throws -> [Generation] {
    let before = try store.models.generations().filter { $0.state == .building }
    for request in try requests(for: derived) {
      try store.models.put(
        RebuildRequest(name: request.name, state: .cancelled, kept: request.kept))
    }
    while try await keeper(of: derived) != nil, try !requests(for: derived).isEmpty {
      try supervisor.check()
      // A store tells nobody what somebody else has done with it.
      try await Task.sleep(for: .milliseconds(100))
    }
    let removed = try discard(derived)
    for request in try requests(for: derived) { try store.models.settle(request, nil) }
    let left = try store.models.generations()
    return before.filter { begun in
      removed.contains { $0.isSame(as: begun) }
        || derived.contains { $0.name == begun.projection }
          && !left.contains { $0.isSame(as: begun) }
    }
  }

  private func requests(for derived: [Derived]) throws(StorageFault) -> [RebuildRequest] {
    try store.models.rebuildRequests().filter { request in
      derived.contains { $0.name == request.name }
    }
  }
}

extension Generation {
  fileprivate func isSame(as other: Generation) -> Bool {
    projection == other.projection && number == other.number
  }
}

/// Why whoever keeps a store did not build what it was asked for.
public enum HandoverError: Error, Remediable, Hashable {
  /// It met with this.
  case failed(String, String)
  /// Somebody lets it wait.
  case paused(String)
  /// Somebody has ended it.
  case cancelled(String)

  /// What happened, to what, and what to do.
  public var diagnosis: Diagnosis {
    switch self {
    case .failed(let name, let reason):
      Diagnosis("\(name) was not built: \(reason)", "ask again once that is mended")
    case .paused(let name):
      Diagnosis("the rebuild of \(name) was paused", "\(.rebuild(name)) goes on with it")
    case .cancelled(let name):
      Diagnosis("the rebuild of \(name) was cancelled", "\(.rebuild(name)) begins another one")
    }
  }
}
