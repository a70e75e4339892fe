extension JSONReader {
  /// Passes over a value that is written in canonical form (RFC 8785, integers only), building nothing.
  ///
  /// Looks at the bytes themselves: no white space, ascending members, integers as short as they can be.
  /// Only strings that are not plain ASCII are decoded and written again to be compared.
  /// - Returns: whether it is in canonical form; what follows is then the next to read.
  /// - Throws: ``JSONError`` when a string is none.
  mutating func skipCanonical(depth: Int = 0) throws(JSONError) -> Bool {
    guard index < bytes.count else { return false }
    switch bytes[index] {
    case UInt8(ascii: "\""): return try skipCanonicalString()
    case UInt8(ascii: "{"): return try skipCanonicalObject(depth: depth)
    case UInt8(ascii: "["): return try skipCanonicalArray(depth: depth)
    case UInt8(ascii: "t"): return consume(literal: "true")
    case UInt8(ascii: "f"): return consume(literal: "false")
    case UInt8(ascii: "n"): return consume(literal: "null")
    default: return skipCanonicalInteger()
    }
  }

  /// Whether everything has been read: not even white space follows.
  var isAtVeryEnd: Bool { index == bytes.count }

  /// Consumes a byte if it stands right here.
  @inline(__always)
  private mutating func consume(exactly byte: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == byte else { return false }
    move(to: index &+ 1)
    return true
  }

  private mutating func skipCanonicalString() throws(JSONError) -> Bool {
    let start = index
    if try plainString() != nil { return true }
    var written: [UInt8] = []
    CanonicalJSON.write(try string(), to: &written)
    return bytes[start..<index].elementsEqual(written)
  }

  private mutating func skipCanonicalArray(depth: Int) throws(JSONError) -> Bool {
    guard depth < JSONReader.maximumDepth, consume(exactly: UInt8(ascii: "[")) else { return false }
    if consume(exactly: UInt8(ascii: "]")) { return true }
    repeat {
      guard try skipCanonical(depth: depth + 1) else { return false }
    } while consume(exactly: UInt8(ascii: ","))
    return consume(exactly: UInt8(ascii: "]"))
  }

  private mutating func skipCanonicalObject(depth: Int) throws(JSONError) -> Bool {
    guard depth < JSONReader.maximumDepth, consume(exactly: UInt8(ascii: "{")) else { return false }
    if consume(exactly: UInt8(ascii: "}")) { return true }
    var before: Range<Int>?
    repeat {
      let start = index
      guard start < bytes.count, bytes[start] == UInt8(ascii: "\""), try skipCanonicalString()
      else {
        return false
      }
      let key = start..<index
      if let before, try !precedes(before, key) { return false }
      before = key
      guard consume(exactly: UInt8(ascii: ":")), try skipCanonical(depth: depth + 1) else {
        return false
      }
    } while consume(exactly: UInt8(ascii: ","))
    return consume(exactly: UInt8(ascii: "}"))
  }

  /// Whether the quoted name at one place sorts before that at another.
  private func precedes(_ left: Range<Int>, _ right: Range<Int>) throws(JSONError) -> Bool {
    let (one, other) = (bytes[left].dropFirst().dropLast(), bytes[right].dropFirst().dropLast())
    // Names without escapes and beyond ASCII, which all of a record's own are, sort as their bytes do.
    guard one.allSatisfy(JSONReader.isPlain), other.allSatisfy(JSONReader.isPlain) else {
      var (first, second) = (self, self)
      first.move(to: left.lowerBound)
      second.move(to: right.lowerBound)
      return JSONObject.precedes(try first.string(), try second.string())
    }
    return one.lexicographicallyPrecedes(other)
  }

  private static func isPlain(_ byte: UInt8) -> Bool { byte < 0x80 && byte != UInt8(ascii: "\\") }

  private mutating func skipCanonicalInteger() -> Bool {
    let isNegative = consume(exactly: UInt8(ascii: "-"))
    let start = index
    var value: Int64 = 0
    var place = start
    while place < bytes.count, bytes[place] &- 0x30 < 10, place &- start < 17 {
      value = value &* 10 &+ Int64(bytes[place] &- 0x30)
      place &+= 1
    }
    // Zero is `0`, and nothing else begins with it.
    let isShort = start < place && (bytes[start] != UInt8(ascii: "0") || place == start + 1)
    guard isShort, value <= JSONValue.maximumInteger, !isNegative || value > 0 else { return false }
    move(to: place)
    return true
  }
}
