/// One of the things that go on side by side until the user interrupts.
struct FollowingPart: Sendable {
  /// What it is called when it is said that it ended.
  let name: String
  /// Goes on until it is cancelled.
  let body: @Sendable () async throws -> Void

  init(name: String, _ body: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.body = body
  }

  /// Runs parts until the user interrupts, or until one of them ends by itself: the others are
  /// cancelled then.
  /// - Throws: what the first one that failed has thrown.
  static func run(_ parts: [FollowingPart]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in parts { group.addTask { try await part.run() } }
      // One after the other as they end, not all at once: the first that fails leaves this body by
      // its error, which cancels the rest.
      for try await _ in group {}
    }
  }

  private func run() async throws {
    do {
      try await Interruption.cancelling(body)
      if isAskedToEnd { return }
      throw Refusal("\(name) has ended although nobody asked it to")
    } catch is CancellationError where isAskedToEnd {
      return
    } catch {
      Terminal.note("\(name) has stopped following the log, and so does everything else here")
      throw error
    }
  }

  private var isAskedToEnd: Bool { Interruption.isRequested || Task.isCancelled }
}
