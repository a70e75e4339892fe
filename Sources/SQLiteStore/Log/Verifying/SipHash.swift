/// SipHash-2-4 with 128 bits (Aumasson and Bernstein, 2012): whoever does not know the key can neither
/// foresee the hash of anything nor find two things with the same one.
struct SipHash: Sendable {
  let key: (first: UInt64, second: UInt64)

  /// A hash with a key.
  init(key first: UInt64, _ second: UInt64) {
    key = (first, second)
  }

  /// The hash of some bytes: the first eight of the sixteen, lowest byte first, and the last.
  func hash(_ bytes: UnsafeRawBufferPointer) -> (UInt64, UInt64) {
    var state = State(key.first, key.second)
    let whole = bytes.count & ~7
    for place in stride(from: 0, to: whole, by: 8) {
      state.take(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)))
    }
    var last = UInt64(truncatingIfNeeded: bytes.count) << 56
    for place in whole..<bytes.count { last |= UInt64(bytes[place]) << (8 * (place - whole)) }
    state.take(last)
    return state.end()
  }

  private struct State {
    private var a, b, c, d: UInt64

    @inline(__always)
    init(_ first: UInt64, _ second: UInt64) {
      a = first ^ 0x736F_6D65_7073_6575
      b = second ^ 0x646F_7261_6E64_6F6D ^ 0xEE
      c = first ^ 0x6C79_6765_6E65_7261
      d = second ^ 0x7465_6462_7974_6573
    }

    @inline(__always)
    private static func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 {
      word &<< bits | word &>> (64 &- bits)
    }

    @inline(__always)
    private mutating func mix() {
      a &+= b
      b = State.rotated(b, 13) ^ a
      a = State.rotated(a, 32)
      c &+= d
      d = State.rotated(d, 16) ^ c
      a &+= d
      d = State.rotated(d, 21) ^ a
      c &+= b
      b = State.rotated(b, 17) ^ c
      c = State.rotated(c, 32)
    }

    @inline(__always)
    mutating func take(_ word: UInt64) {
      d ^= word
      mix()
      mix()
      a ^= word
    }

    @inline(__always)
    mutating func end() -> (UInt64, UInt64) {
      c ^= 0xEE
      for _ in 0..<4 { mix() }
      let low = a ^ b ^ c ^ d
      b ^= 0xDD
      for _ in 0..<4 { mix() }
      return (low, a ^ b ^ c ^ d)
    }
  }
}
