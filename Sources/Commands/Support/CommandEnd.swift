internal import Synchronization

/// What is done when a command has ended, whatever came of it.
///
/// What a store holds open is let go of when nobody uses it any more, on whichever thread was the last:
/// the process would end in the midst of that.
enum CommandEnd {
  private static let steps = Mutex<[@Sendable () -> Void]>([])

  /// Adds something to be done; the last that was added is done first.
  static func add(_ step: @escaping @Sendable () -> Void) {
    steps.withLock { $0.append(step) }
  }

  /// Does what there is to be done.
  static func run() {
    let steps = steps.withLock { steps in
      defer { steps = [] }
      return steps
    }
    for step in steps.reversed() { step() }
  }
}
