/// A cursor over JSON text that reads strictly (RFC 8259) and without copying what it skips.
///
/// The one reader of the project: ``JSONValue/init(parsing:numbers:)`` builds trees with it, and
/// ``Record`` decodes record lines with it field by field. It borrows its bytes, so it must not
/// outlive the closure that lent them.
package struct JSONReader {
  /// What to do with numbers outside the profile of ``JSONValue``.
  package enum NumberPolicy: Sendable {
    /// Refuse them: canonical records.
    case integersOnly
    /// Keep their spelling as a string: input from elsewhere.
    case decimalStrings
  }

  /// The deepest nesting that is read; deeper text is refused instead of exhausting the stack.
  package static let maximumDepth = 128

  package let bytes: UnsafeBufferPointer<UInt8>
  package private(set) var index = 0
  private let numbers: NumberPolicy
  /// Whether a number was read as the string that spells it.
  package private(set) var hasSpelledNumbers = false
  /// Where texts that come again are looked for; whoever gives it keeps it while this is used.
  let memo: Unmanaged<TextMemo>?

  package init(
    _ bytes: UnsafeBufferPointer<UInt8>, numbers: NumberPolicy = .integersOnly,
    memo: TextMemo? = nil
  ) {
    self.bytes = bytes
    self.numbers = numbers
    self.memo = memo.map(Unmanaged.passUnretained)
  }

  /// Jumps to a place that the caller has read up to.
  mutating func move(to place: Int) {
    index = place
  }

  // MARK: Structure

  /// The next byte that is not white space, without consuming it; nil at the end.
  @inline(__always)
  package mutating func peek() -> UInt8? {
    guard index < bytes.count else { return nil }
    let byte = bytes[index]
    return byte > 0x20 ? byte : skipSpace()
  }

  private mutating func skipSpace() -> UInt8? {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      case let byte: return byte
      }
    }
    return nil
  }

  /// Consumes one structural byte.
  @inline(__always)
  package mutating func expect(_ byte: UInt8) throws(JSONError) {
    guard let next = peek() else { throw JSONError(.unexpectedEnd, at: index) }
    guard next == byte else { throw JSONError(.unexpectedByte, at: index) }
    index &+= 1
  }

  /// Consumes a byte if it is the next one.
  @inline(__always)
  package mutating func consume(_ byte: UInt8) -> Bool {
    guard peek() == byte else { return false }
    index &+= 1
    return true
  }

  /// Consumes some bytes if they stand here as they are.
  @inline(__always)
  mutating func consume(literal text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard count <= bytes.count &- index else { return false }
    for offset in 0..<count where bytes[index &+ offset] != text.utf8Start[offset] { return false }
    index &+= count
    return true
  }

  /// Refuses anything but white space up to the end.
  package mutating func end() throws(JSONError) {
    if peek() != nil { throw JSONError(.trailingBytes, at: index) }
  }

  // MARK: Values

  /// Reads any value.
  package mutating func value(depth: Int = 0) throws(JSONError) -> JSONValue {
    guard let byte = peek() else { throw JSONError(.unexpectedEnd, at: index) }
    switch byte {
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "{"): return .object(try object(depth: depth))
    case UInt8(ascii: "["): return .array(try array(depth: depth))
    case UInt8(ascii: "t"):
      try word("true")
      return .bool(true)
    case UInt8(ascii: "f"):
      try word("false")
      return .bool(false)
    case UInt8(ascii: "n"):
      try word("null")
      return .null
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default: throw JSONError(.unexpectedByte, at: index)
    }
  }

  /// Reads an object.
  package mutating func object(depth: Int = 0) throws(JSONError) -> JSONObject {
    guard depth < JSONReader.maximumDepth else { throw JSONError(.tooDeep, at: index) }
    try expect(UInt8(ascii: "{"))
    if consume(UInt8(ascii: "}")) { return JSONObject() }
    var members: [JSONObject.Member] = []
    // What most objects have room in: growing from one member on would copy them twice.
    members.reserveCapacity(4)
    var sorted = true
    repeat {
      _ = peek()
      let place = index
      let key = try string()
      try expect(UInt8(ascii: ":"))
      let value = try value(depth: depth + 1)
      if let last = members.last, !JSONObject.precedes(last.key, key) {
        if JSONObject.isSame(last.key, key) { throw JSONError(.duplicateKey, at: place) }
        sorted = false
      }
      members.append(JSONObject.Member(key: key, value: value))
    } while consume(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
    if !sorted {
      members.sort { JSONObject.precedes($0.key, $1.key) }
      for (left, right) in zip(members, members.dropFirst())
      where JSONObject.isSame(left.key, right.key) {
        throw JSONError(.duplicateKey, at: index)
      }
    }
    return JSONObject(sorted: members)
  }

  private mutating func array(depth: Int) throws(JSONError) -> [JSONValue] {
    guard depth < JSONReader.maximumDepth else { throw JSONError(.tooDeep, at: index) }
    try expect(UInt8(ascii: "["))
    if consume(UInt8(ascii: "]")) { return [] }
    var elements: [JSONValue] = []
    repeat {
      elements.append(try value(depth: depth + 1))
    } while consume(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return elements
  }

  private mutating func word(_ word: StaticString) throws(JSONError) {
    let count = word.utf8CodeUnitCount
    guard index + count <= bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
    for offset in 0..<count where bytes[index + offset] != word.utf8Start[offset] {
      throw JSONError(.unexpectedByte, at: index + offset)
    }
    index += count
  }

  // MARK: Numbers

  /// Reads an integer of the profile.
  package mutating func integer() throws(JSONError) -> Int64 {
    // Up to fifteen digits without a sign, which is what records have: no look at the limits.
    if let first = peek(), first &- UInt8(ascii: "1") < 9 {
      var value: Int64 = 0
      var place = index
      while place < bytes.count, bytes[place] &- 0x30 < 10, place &- index < 15 {
        value = value &* 10 &+ Int64(bytes[place] &- 0x30)
        place &+= 1
      }
      if place < bytes.count, bytes[place] == UInt8(ascii: ",") || bytes[place] == UInt8(ascii: "}")
      {
        index = place
        return value
      }
    }
    guard case .int(let value) = try number() else {
      throw JSONError(.notAnInteger, at: index)
    }
    return value
  }

  private mutating func digits() throws(JSONError) {
    let start = index
    while index < bytes.count, bytes[index] &- 0x30 < 10 { index += 1 }
    if index == start {
      throw JSONError(index == bytes.count ? .unexpectedEnd : .malformedNumber, at: index)
    }
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    _ = peek()
    let start = index
    let negative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
    if negative { index += 1 }
    let first = index
    try digits()
    if bytes[first] == UInt8(ascii: "0"), index - first > 1 {
      throw JSONError(.malformedNumber, at: first)
    }
    var plain = true
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
      plain = false
      index += 1
      try digits()
    }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
      plain = false
      index += 1
      if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
      {
        index += 1
      }
      try digits()
    }
    if plain, index - first <= 16 {
      var value: Int64 = 0
      for place in first..<index { value = value * 10 + Int64(bytes[place] &- 0x30) }
      if value <= JSONValue.maximumInteger { return .int(negative ? -value : value) }
    }
    guard numbers == .decimalStrings else { throw JSONError(.notAnInteger, at: start) }
    hasSpelledNumbers = true
    return .string(String(decoding: bytes[start..<index], as: UTF8.self))
  }
}
