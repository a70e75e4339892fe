/// What tells one word from another without walking over it: its length, first and last bytes.
///
/// Words of up to sixteen bytes are the same exactly when their keys are.
struct WordKey: Equatable {
  let head: UInt64
  let tail: UInt64
  let count: Int

  @inline(__always)
  init(_ word: UnsafeBufferPointer<UInt8>) {
    count = word.count
    guard let start = word.baseAddress, count > 0 else {
      head = 0
      tail = 0
      return
    }
    if count >= 8 {
      head = EightBytes.load(start)
      tail = EightBytes.load(start + (count - 8))
    } else if count >= 4 {
      head = EightBytes.loadHalf(start)
      tail = EightBytes.loadHalf(start + (count - 4))
    } else {
      head = UInt64(start[0])
      tail = UInt64(start[count / 2]) << 8 | UInt64(start[count - 1])
    }
  }

  @inline(__always)
  var hash: Int {
    let mixed =
      head &* 0x9E37_79B9_7F4A_7C15 ^ tail &* 0xC2B2_AE3D_27D4_EB4F ^ UInt64(count) &* 0x9E37_79B1
    return Int(truncatingIfNeeded: mixed >> 40)
  }
}

/// Finds the value that some bytes name, without making a `String` of them.
///
/// For vocabularies that live as long as the program: the memory is written once, here, and never
/// freed or changed, which also is why it may be read from everywhere (`@unchecked Sendable`).
struct WordTable<Value: Sendable>: @unchecked Sendable {
  private struct Slot {
    let key: WordKey
    let word: UnsafeBufferPointer<UInt8>
    let value: Value
  }

  private let slots: UnsafeMutablePointer<Slot?>
  private let mask: Int

  init(_ words: some Collection<(String, Value)>) {
    var size = 16
    while size < words.count * 4 { size *= 2 }
    mask = size - 1
    slots = .allocate(capacity: size)
    slots.initialize(repeating: nil, count: size)
    for (name, value) in words {
      let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: name.utf8.count)
      _ = bytes.initialize(from: name.utf8)
      let word = UnsafeBufferPointer(bytes)
      let key = WordKey(word)
      var place = key.hash & mask
      while slots[place] != nil { place = (place + 1) & mask }
      slots[place] = Slot(key: key, word: word, value: value)
    }
  }

  @inline(__always)
  subscript(word: UnsafeBufferPointer<UInt8>) -> Value? {
    let key = WordKey(word)
    var place = key.hash & mask
    while let slot = slots[place] {
      if slot.key == key, key.count <= 16 || WordTable.isSame(slot.word, word) {
        return slot.value
      }
      place = (place &+ 1) & mask
    }
    return nil
  }

  private static func isSame(
    _ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    left.elementsEqual(right)
  }
}
