/// Keeps the texts that were read lately, so that one that comes again is not made again.
///
/// For texts of 16 to 32 bytes of ASCII, which is what names of streams have: longer ones hardly
/// come again, shorter ones need no memory of their own. One for each thread that decodes, and for
/// some thousand records at most: it forgets a text only when another one takes its place.
package final class TextMemo {
  /// What tells one text from any other: all of its bytes, and how many they are.
  private struct Key: Equatable {
    let first, second, third, fourth: UInt64
    let count: Int

    @inline(__always)
    init(_ start: UnsafePointer<UInt8>, _ count: Int) {
      first = EightBytes.load(start)
      second = EightBytes.load(start + 8)
      third = EightBytes.load(start + (count &- 16))
      fourth = EightBytes.load(start + (count &- 8))
      self.count = count
    }

    @inline(__always)
    var hash: Int {
      let mixed =
        (first ^ third &* 0x9E37_79B9_7F4A_7C15) &* 0xC2B2_AE3D_27D4_EB4F
        ^ (second ^ fourth &* 0xD6E8_FEB8_6659_FD93) &* 0x9E37_79B9_7F4A_7C15
      return Int(truncatingIfNeeded: mixed >> 40)
    }
  }

  private struct Slot {
    var key: Key
    var text: String
  }

  private static let size = 512

  private let slots: UnsafeMutablePointer<Slot?>

  /// A memo of nothing.
  package init() {
    slots = .allocate(capacity: TextMemo.size)
    slots.initialize(repeating: nil, count: TextMemo.size)
  }

  deinit {
    slots.deinitialize(count: TextMemo.size)
    slots.deallocate()
  }

  /// Lengths that are kept.
  static let lengths = 16...32

  /// The text of some bytes of ASCII of one of the ``lengths``.
  @inline(__always)
  func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard let start = bytes.baseAddress else { return "" }
    let key = Key(start, bytes.count)
    let place = key.hash & (TextMemo.size &- 1)
    if let slot = slots[place], slot.key == key { return slot.text }
    let text = String(decoding: bytes, as: UTF8.self)
    slots[place] = Slot(key: key, text: text)
    return text
  }
}
