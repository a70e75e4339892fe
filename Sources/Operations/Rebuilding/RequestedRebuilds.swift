package import Compliance
package import EventLog
internal import InteractionModel
internal import ProjectionEngine
internal import Projections
internal import Synchronization

/// Does the rebuilds that whoever keeps a store is asked for by other processes.
package struct RequestedRebuilds: Sendable {
  private let store: OpenStore
  private let clock: WallClock
  private let supervisor: Supervisor
  /// What was told to be begun: what somebody else is at work on is tried every second.
  private var told: Set<RebuildRequest> = []

  /// A watch over them.
  /// - Parameters:
  ///   - store: open to project.
  ///   - clock: tells how long what served is kept.
  ///   - supervisor: says when to stop, and is told how it goes.
  package init(_ store: OpenStore, clock: WallClock, _ supervisor: Supervisor) {
    self.store = store
    self.clock = clock
    self.supervisor = supervisor
  }

  /// Does what is asked for now.
  /// - Parameter begins: is told before something is built.
  /// - Returns: whether something waits that was paused.
  /// - Throws: ``/EventLog/StorageFault`` when the catalogue cannot be read or written.
  package mutating func look(begins: () -> Void) async throws -> Bool {
    for request in try store.models.rebuildRequests() where request.state == .cancelled {
      try cancel(request)
    }
    let asked = try store.models.rebuildRequests().filter { $0.state == .asked }
    told.formIntersection(asked)
    for (kept, group) in Dictionary(grouping: asked, by: \.kept) {
      // Projections in one pass over the log; the index, of whose faults they know nothing, by itself.
      let parts = [group.filter { $0.derived != .search }, group.filter { $0.derived == .search }]
      for part in parts where !part.isEmpty {
        begins()
        try await build(part, keeping: kept)
      }
    }
    return try store.models.rebuildRequests().contains { $0.state == .paused }
  }

  private mutating func build(_ requests: [RebuildRequest], keeping kept: Duration) async throws {
    let unknown = requests.filter { $0.derived == nil }
    for request in unknown {
      try settle(request, because: "this program knows no projection “\(request.name)”")
    }
    let known = requests.filter { $0.derived != nil }
    guard !known.isEmpty else { return }
    let wish = Wish(known, store.models)
    let rebuilding = Rebuilding(
      store, clock: clock,
      Supervisor(stop: StopRequest { [supervisor] in supervisor.stop.isMade || wish.isGone }) {
        [supervisor] in supervisor.tell($0)
      })
    if !told.isSuperset(of: known) { supervisor.tell(.requested(known.map(\.name))) }
    told.formUnion(known)
    do {
      _ = try await rebuilding.run(known.compactMap(\.derived), keepingPrevious: kept)
    } catch is CancellationError {
      // Paused, cancelled, or left to whoever keeps the store next.
    } catch let fault as StorageFault where fault.code == .busy {
      // Somebody else is at work on it: it is looked at again.
    } catch {
      // Of those that were built there is no request any more.
      for request in known { try settle(request, because: Diagnosis(of: error).sentence) }
    }
  }

  private func settle(_ request: RebuildRequest, because reason: Remedy) throws {
    try store.models.settle(request, .failed("\(reason)"))
    supervisor.tell(.didNotRebuild(request.name, because: reason))
  }

  private func cancel(_ request: RebuildRequest) throws {
    do throws(StorageFault) {
      if let derived = request.derived {
        _ = try Rebuilding(store, clock: clock, supervisor).discard([derived])
      }
    } catch {
      // Somebody else is at work on it, who was not asked: that one is not ended from here.
      guard error.code == .busy else { throw error }
    }
    try store.models.settle(request, nil)
  }
}

extension RebuildRequest {
  /// What is to be built; nil of what this code does not know.
  fileprivate var derived: Derived? { Derived(named: name) }
}

/// Whether something is still asked for, by a look at the catalogue now and then: a build asks for every
/// record.
private final class Wish: Sendable {
  private let requests: Set<RebuildRequest>
  private let models: any ReadModelStore
  private let seen = Mutex((at: ContinuousClock.now, isGone: false))

  init(_ requests: [RebuildRequest], _ models: any ReadModelStore) {
    self.requests = Set(requests)
    self.models = models
  }

  /// Whether something was said meanwhile of one that is not done.
  var isGone: Bool {
    seen.withLock { seen in
      guard !seen.isGone, seen.at.duration(to: .now) > .milliseconds(250) else {
        return seen.isGone
      }
      let now = (try? models.rebuildRequests()) ?? Array(requests)
      let names = Set(requests.map(\.name))
      seen = (.now, now.contains { names.contains($0.name) && !requests.contains($0) })
      return seen.isGone
    }
  }
}
