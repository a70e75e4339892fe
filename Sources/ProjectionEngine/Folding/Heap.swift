internal import Glibc

/// What the C library does with memory that was freed.
///
/// The functions are glibc's own and found by name, because its module does not declare them.
public enum Heap {
  private static let maximumArenas: Int32 = -8

  /// Lets threads share two heaps; to be called before a program has any.
  ///
  /// Each thread would get a heap of its own and keep what it freed: a rebuild has a dozen.
  public static func share() {
    typealias Function = @convention(c) (Int32, Int32) -> Int32
    guard let symbol = dlsym(nil, "mallopt") else { return }
    _ = unsafeBitCast(symbol, to: Function.self)(maximumArenas, 2)
  }

  /// Gives what is free back to the system, as after work that took much more than what follows.
  static func giveBack() {
    typealias Function = @convention(c) (Int) -> Int32
    guard let symbol = dlsym(nil, "malloc_trim") else { return }
    _ = unsafeBitCast(symbol, to: Function.self)(0)
  }
}
