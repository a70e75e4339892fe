/// Packed keys that are borrowed: 13 bytes each, ascending.
struct PackedKeys {
  static let size = 13

  private let bytes: UnsafeRawBufferPointer
  let count: Int

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    count = bytes.count / PackedKeys.size
  }

  /// Whether the bytes are whole keys in strictly ascending order.
  var isWellFormed: Bool {
    count > 0 && bytes.count == count * PackedKeys.size
      && (1..<max(count, 1)).allSatisfy { self[$0 - 1] < self[$0] }
  }

  func key(_ place: Int) -> UInt64 {
    UInt64(
      bigEndian: bytes.loadUnaligned(fromByteOffset: place * PackedKeys.size, as: UInt64.self))
  }

  func value(_ place: Int) -> UInt64 {
    let offset = place * PackedKeys.size + 8
    let high = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
    return UInt64(UInt32(bigEndian: high)) << 8 | UInt64(bytes[offset + 4])
  }

  subscript(place: Int) -> IndexKey { IndexKey(key: key(place), value: value(place)) }

  /// The bytes of some of the keys.
  func bytes(_ places: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      rebasing: bytes[places.lowerBound * PackedKeys.size..<places.upperBound * PackedKeys.size])
  }

  /// The first place whose key is not below one; ``count`` when all are.
  func firstPlace(notBelow wanted: UInt64) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if key(middle) < wanted { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The packed keys of a row and some more, both in ascending order, as one.
  static func merged(_ row: [UInt8], _ more: ArraySlice<IndexKey>) -> [UInt8] {
    var merged: [UInt8] = []
    merged.reserveCapacity(row.count + more.count * size)
    row.withUnsafeBytes { bytes in
      let keys = PackedKeys(bytes)
      var place = 0
      for one in more {
        let start = place
        while place < keys.count, keys[place] < one { place += 1 }
        if place > start { merged.append(contentsOf: keys.bytes(start..<place)) }
        one.write(to: &merged)
      }
      if place < keys.count { merged.append(contentsOf: keys.bytes(place..<keys.count)) }
    }
    return merged
  }
}

extension IndexKey {
  /// Appends the packed form.
  fileprivate func write(to bytes: inout [UInt8]) {
    withUnsafeBytes(of: key.bigEndian) { bytes.append(contentsOf: $0) }
    withUnsafeBytes(of: (value << 24).bigEndian) { bytes.append(contentsOf: $0.prefix(5)) }
  }
}
