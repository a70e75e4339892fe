/// Whether whoever waits for long work wants it to stop, asked from within the work.
///
/// Progress is told where something is complete, a batch or a page; this is asked in every loop
/// below that can take longer than a second, for a single entity can be that long.
public struct StopRequest: Sendable {
  private let answer: @Sendable () -> Bool

  /// A request that may be made.
  /// - Parameter isMade: answers whether it has been, quickly and from any thread.
  public init(_ isMade: @escaping @Sendable () -> Bool) {
    answer = isMade
  }

  /// Whether somebody wants the work to stop.
  public var isMade: Bool { answer() }

  /// Nobody asks to stop.
  public static let never = StopRequest { false }

  /// Goes on unless the work is to stop.
  /// - Throws: `CancellationError` when it is.
  public func check() throws {
    if isMade { throw CancellationError() }
  }
}
