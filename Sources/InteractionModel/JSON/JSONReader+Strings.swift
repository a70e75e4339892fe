extension JSONReader {
  /// Reads a string; unescapes it, and refuses control characters, bad UTF-8 and lone surrogates.
  package mutating func string() throws(JSONError) -> String {
    try expect(UInt8(ascii: "\""))
    // Almost every string of a record is plain ASCII without escapes.
    let start = index
    let place = plainEnd(from: start)
    guard place < bytes.count, bytes[place] == UInt8(ascii: "\"") else {
      return try mixedString(from: start, at: place)
    }
    move(to: place &+ 1)
    return text(UnsafeBufferPointer(rebasing: bytes[start..<place]))
  }

  /// The string that some bytes of plain ASCII are.
  @inline(__always)
  private func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    // Up to fifteen bytes are put into the string itself: written there, not copied one by one.
    if bytes.count <= 15 {
      return String(unsafeUninitializedCapacity: bytes.count) { text in
        text.initialize(fromContentsOf: bytes)
      }
    }
    if TextMemo.lengths.contains(bytes.count), let memo {
      return memo._withUnsafeGuaranteedRef { $0.text(bytes) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Reads a string that is plain ASCII without escapes, borrowing its bytes; nil, and nothing is
  /// consumed, when it is anything else.
  ///
  /// Names, ids and times are decoded from it without a `String` in between.
  @inline(__always)
  package mutating func plainString() throws(JSONError) -> UnsafeBufferPointer<UInt8>? {
    guard peek() == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: index) }
    let start = index &+ 1
    let place = plainEnd(from: start)
    guard place < bytes.count else { throw JSONError(.unexpectedEnd, at: place) }
    guard bytes[place] == UInt8(ascii: "\"") else { return nil }
    move(to: place &+ 1)
    return UnsafeBufferPointer(rebasing: bytes[start..<place])
  }

  /// Where a run of plain ASCII without quotes and escapes ends; at the latest where the bytes do.
  @inline(__always)
  private func plainEnd(from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return start }
    var place = start
    while place &+ 8 <= bytes.count {
      let mask = EightBytes.notPlain(EightBytes.load(base + place))
      if mask != 0 { return place &+ EightBytes.first(mask) }
      place &+= 8
    }
    while place < bytes.count {
      let byte = bytes[place]
      guard byte >= 0x20, byte < 0x80, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
        return place
      }
      place &+= 1
    }
    return place
  }

  /// Where a run without quotes, escapes and control characters ends.
  private func runEnd(from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return start }
    var place = start
    while place &+ 8 <= bytes.count {
      let mask = EightBytes.special(EightBytes.load(base + place))
      if mask != 0 { return place &+ EightBytes.first(mask) }
      place &+= 8
    }
    while place < bytes.count {
      let byte = bytes[place]
      guard byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") else {
        return place
      }
      place &+= 1
    }
    return place
  }

  /// Goes on with a string that is not plain from `at` on.
  private mutating func mixedString(from start: Int, at: Int) throws(JSONError) -> String {
    let place = runEnd(from: at)
    guard place < bytes.count else { throw JSONError(.unexpectedEnd, at: place) }
    if bytes[place] == UInt8(ascii: "\\") { return try escapedString(from: start, at: place) }
    guard bytes[place] == UInt8(ascii: "\"") else {
      throw JSONError(.controlCharacter, at: place)
    }
    move(to: place + 1)
    let slice = UnsafeBufferPointer(rebasing: bytes[start..<place])
    guard let string = String(validating: slice, as: UTF8.self) else {
      throw JSONError(.invalidUTF8, at: start)
    }
    return string
  }

  private mutating func escapedString(from start: Int, at escape: Int) throws(JSONError) -> String {
    var text = [UInt8](bytes[start..<escape])
    var place = escape
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case UInt8(ascii: "\""):
        move(to: place + 1)
        guard let string = String(validating: text, as: UTF8.self) else {
          throw JSONError(.invalidUTF8, at: start)
        }
        return string
      case UInt8(ascii: "\\"):
        place = try unescape(at: place + 1, into: &text)
      case 0..<0x20:
        throw JSONError(.controlCharacter, at: place)
      default:
        let end = runEnd(from: place)
        text.append(contentsOf: bytes[place..<end])
        place = end
      }
    }
    throw JSONError(.unexpectedEnd, at: place)
  }

  /// Appends the character of the escape whose letter stands at `place`; answers where it ends.
  private func unescape(at place: Int, into text: inout [UInt8]) throws(JSONError) -> Int {
    guard place < bytes.count else { throw JSONError(.unexpectedEnd, at: place) }
    switch bytes[place] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(bytes[place])
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var end = place + 5
      var code = try hexadecimal(at: place + 1)
      if code & 0xFC00 == 0xDC00 { throw JSONError(.loneSurrogate, at: place - 1) }
      if code & 0xFC00 == 0xD800 {
        guard end + 6 <= bytes.count, bytes[end] == UInt8(ascii: "\\"),
          bytes[end + 1] == UInt8(ascii: "u")
        else { throw JSONError(.loneSurrogate, at: place - 1) }
        let low = try hexadecimal(at: end + 2)
        guard low & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, at: place - 1) }
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
        end += 6
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw JSONError(.malformedEscape, at: place - 1)
      }
      if let units = UTF8.encode(scalar) { text.append(contentsOf: units) }
      return end
    default: throw JSONError(.malformedEscape, at: place - 1)
    }
    return place + 1
  }

  private func hexadecimal(at place: Int) throws(JSONError) -> UInt32 {
    guard place + 4 <= bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
    var code: UInt32 = 0
    for offset in place..<place + 4 {
      guard let digit = Hex.value(of: bytes[offset]) else {
        throw JSONError(.malformedEscape, at: offset)
      }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}

extension JSONReader {
  /// Skips one object; strings are passed over without being decoded.
  ///
  /// Checks nesting and quoting, not spelling: what is skipped is decoded strictly if it is ever
  /// looked at.
  package mutating func skipFlatObject() throws(JSONError) {
    try expect(UInt8(ascii: "{"))
    try skipRest()
  }

  /// Skips a text, a number, an object or an array in the same way.
  mutating func skipWritten() throws(JSONError) {
    switch peek() {
    case UInt8(ascii: "\""): move(to: quotedEnd(from: index &+ 1))
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      move(to: index &+ 1)
      try skipRest()
    default: _ = try integer()
    }
  }

  /// Skips what is left of an object or an array that has begun.
  private mutating func skipRest() throws(JSONError) {
    var place = index
    var depth = 1
    while place < bytes.count {
      let byte = bytes[place]
      place &+= 1
      switch byte {
      case UInt8(ascii: "\""): place = quotedEnd(from: place)
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 {
          move(to: place)
          return
        }
      default: break
      }
    }
    throw JSONError(.unexpectedEnd, at: bytes.count)
  }

  /// Where a quoted string ends, behind its quote; at or behind the end of the bytes when it does
  /// not.
  private func quotedEnd(from start: Int) -> Int {
    guard let base = bytes.baseAddress else { return start }
    var place = start
    while place < bytes.count {
      if place &+ 8 <= bytes.count {
        let mask = EightBytes.quoting(EightBytes.load(base + place))
        place &+= EightBytes.first(mask)
        if mask == 0 { continue }
      }
      if bytes[place] == UInt8(ascii: "\"") { return place &+ 1 }
      place &+= bytes[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return place
  }
}
