internal import Glibc

/// What the C library does with memory that was freed.
enum FreedMemory {
  /// Gives what is free back to the system, as after work that took much more than what follows.
  ///
  /// The function is glibc's own and found by name, because its module does not declare it.
  static func giveBack() {
    typealias Function = @convention(c) (Int) -> Int32
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: Function.self)(0)
  }
}
