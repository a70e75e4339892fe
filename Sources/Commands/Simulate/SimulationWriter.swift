internal import Dispatch
internal import Foundation
internal import Intake
internal import InteractionModel
internal import Synchronization

/// Encodes events and writes them, on a thread of its own, while the next ones are simulated.
///
/// At most three batches wait, so memory stays what it is however slow the file is.
final class SimulationWriter: Sendable {
  private static let ahead = 3

  private let sink: Sink
  private let queue = DispatchQueue(label: "simulate.write")
  private let room = DispatchSemaphore(value: 0)
  private let failure = Mutex<Refusal?>(nil)

  init(_ sink: Sink) {
    self.sink = sink
    // Not given to the initialiser: a semaphore may not be let go of below the value it began with,
    // which it is when a write was refused.
    for _ in 0..<SimulationWriter.ahead { room.signal() }
  }

  /// Has a batch written; throws what went wrong with an earlier one.
  func write(_ events: [NewEvent]) throws {
    room.wait()
    if let refusal = failure.withLock({ $0 }) { throw refusal }
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
      do throws(Refusal) {
        try sink.write(bytes)
      } catch {
        failure.withLock { $0 = error }
      }
    }
  }

  /// Waits until everything is written.
  func finish() throws {
    queue.sync {}
    if let refusal = failure.withLock({ $0 }) { throw refusal }
  }

  /// A file or standard output.
  struct Sink: Sendable {
    private let handle: FileHandle
    private let name: String

    init(_ path: String?) throws {
      name = path ?? "standard output"
      guard let path else {
        handle = .standardOutput
        return
      }
      // Written where it is, not beside it and then moved: it may be a device or a pipe.
      let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        throw Refusal("cannot write \(path); check the path and its permissions")
      }
      handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    func write(_ bytes: [UInt8]) throws(Refusal) {
      do {
        try handle.write(contentsOf: Data(bytes))
      } catch {
        throw Refusal("cannot write \(name); check the space left (\(error))")
      }
    }
  }
}
