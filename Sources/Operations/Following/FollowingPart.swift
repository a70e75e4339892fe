/// One of the things that go on side by side until they are asked to end.
struct FollowingPart: Sendable {
  /// What it is called when it is said that it ended.
  let name: String
  /// Goes on until it is cancelled.
  let body: @Sendable () async throws -> Void

  init(name: String, _ body: @escaping @Sendable () async throws -> Void) {
    self.name = name
    self.body = body
  }

  /// Runs parts until the task is cancelled, or until one of them ends by itself: the others are
  /// cancelled then.
  /// - Throws: what the first one that failed has thrown.
  static func run(_ parts: [FollowingPart], _ supervisor: Supervisor) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for part in parts { group.addTask { try await part.run(supervisor) } }
      // One after the other as they end, not all at once: the first that fails leaves this body by
      // its error, which cancels the rest.
      for try await _ in group {}
    }
  }

  private func run(_ supervisor: Supervisor) async throws {
    do {
      try await body()
      guard supervisor.goesOn else { return }
      throw FollowingError.ended(name)
    } catch is CancellationError where !supervisor.goesOn {
      return
    } catch {
      supervisor.tell(.endsFollowing(part: name))
      throw error
    }
  }
}
