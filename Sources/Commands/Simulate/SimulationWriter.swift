internal import Dispatch
internal import Intake
internal import InteractionModel
internal import Synchronization

/// Encodes events and writes them, on a thread of its own, while the next ones are simulated.
///
/// At most three batches wait, so memory stays what it is however slow the file is.
final class SimulationWriter: Sendable {
  private static let ahead = 3

  private let file: OutputFile
  private let queue = DispatchQueue(label: "simulate.write")
  private let room = DispatchSemaphore(value: 0)
  private let failure = Mutex<(any Error)?>(nil)

  init(_ file: OutputFile) {
    self.file = file
    // Not given to the initialiser: a semaphore may not be let go of below the value it began with,
    // which it is when a write was refused.
    for _ in 0..<SimulationWriter.ahead { room.signal() }
  }

  /// Has a batch written; throws what went wrong with an earlier one.
  func write(_ events: [NewEvent]) throws {
    room.wait()
    if let error = failure.withLock({ $0 }) { throw error }
    queue.async { [self] in
      defer { room.signal() }
      guard failure.withLock({ $0 == nil }) else { return }
      var bytes: [UInt8] = []
      bytes.reserveCapacity(events.count * 700)
      let writer = CloudEventWriter()
      for event in events {
        writer.write(event, to: &bytes)
        bytes.append(UInt8(ascii: "\n"))
      }
      do {
        try file.write(bytes)
      } catch {
        failure.withLock { $0 = error }
      }
    }
  }

  /// Waits until everything is written.
  func finish() throws {
    queue.sync {}
    if let error = failure.withLock({ $0 }) { throw error }
  }
}
