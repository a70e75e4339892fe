package import Compliance
package import EventLog
internal import InteractionModel
internal import ProjectionEngine

/// Removes generations that served before once they were kept long enough.
public struct KeptGenerations: Sendable {
  /// How long one is kept when nobody says otherwise: until the next working day has seen what serves now.
  public static let time = Duration.seconds(86_400)

  private let store: OpenStore
  private let clock: WallClock
  private let supervisor: Supervisor

  /// A watch over them.
  /// - Parameters:
  ///   - store: open to project.
  ///   - clock: tells which were kept long enough.
  ///   - supervisor: is told what is removed.
  package init(_ store: OpenStore, clock: WallClock, _ supervisor: Supervisor) {
    self.store = store
    self.clock = clock
    self.supervisor = supervisor
  }

  /// Removes those whose time is over.
  /// - Throws: ``/EventLog/StorageFault``.
  package func look() throws {
    let now = clock.now()
    for generation in try store.models.generations() {
      guard generation.state == .previous, let until = generation.keptUntil, until <= now
      else { continue }
      try store.models.discard(generation)
      supervisor.tell(.forgot(generation))
    }
  }
}
