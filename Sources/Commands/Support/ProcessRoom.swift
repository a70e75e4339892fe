internal import Dispatch
internal import EventLog
internal import Foundation

/// The threads and the address space that a command may need, asked of the system before it begins.
///
/// What starts the threads that commands run on asks for one that is refused again and again, for
/// ever and deaf to signals, and where memory is refused it ends the process wherever it is. Both come
/// of limits (`ulimit -v`, `ulimit -u`, a container's): whoever sets one too low is told so at once,
/// before anything is opened.
struct ProcessRoom {
  let cores: Int
  /// Starts a thread that does something; answers the system's error, or 0.
  var start: (@escaping @Sendable () -> Void) -> Int32 = ThreadTask.start
  /// Whether some bytes of address space can be had.
  var canMap: (Int) -> Bool = ProcessRoom.canMap

  /// Every thread may have a stack and a heap of its own, of which only the addresses are taken.
  var addressSpace: Int { (1_024 + 256 * cores) << 20 }
  /// Those of the pools, and those that work beside them.
  var threads: Int { min(64, 2 * cores + 8) }

  /// Says what is lacking; nil when nothing is.
  var shortage: String? {
    guard canMap(addressSpace) else {
      return """
        the process may not use \(addressSpace >> 20) MiB of addresses, without which it could end in \
        the midst of its work; nothing was begun; let it have more (`ulimit -v`) and run it again
        """
    }
    guard let code = refusal else { return nil }
    return """
      the system gives the process fewer than \(threads) threads; nothing was begun; let it have more \
      (`ulimit -u`, or the limit of the container) and run it again (\(String(cString: strerror(code))))
      """
  }

  /// The system's error when it refuses one of the threads, all of which are there at once.
  private var refusal: Int32? {
    let gate = DispatchSemaphore(value: 0)
    let ended = DispatchSemaphore(value: 0)
    var started = 0
    var refusal: Int32?
    while started < threads, refusal == nil {
      let code = start {
        gate.wait()
        ended.signal()
      }
      if code == 0 { started += 1 } else { refusal = code }
    }
    for _ in 0..<started { gate.signal() }
    for _ in 0..<started { ended.wait() }
    return refusal
  }

  private static func canMap(_ size: Int) -> Bool {
    // Addresses without memory, which the limit counts all the same.
    let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    guard let start = mmap(nil, size, PROT_NONE, flags, -1, 0),
      start != UnsafeMutableRawPointer(bitPattern: -1)
    else { return false }
    munmap(start, size)
    return true
  }
}
