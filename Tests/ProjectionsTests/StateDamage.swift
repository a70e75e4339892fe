import Testing

@testable import Projections

/// What was written is read back, and nothing else is: cut short, continued or with a byte changed,
/// a stored state is refused, or it is what the changed state would have been written as.
func checkRefusesDamage<State: FoldState>(_ state: State) throws {
  let bytes = state.encoded()
  #expect(try State(decoding: bytes).encoded() == bytes)
  for end in 0..<bytes.count {
    #expect(throws: StateDecodingError.self, "cut after \(end)") {
      try State(decoding: Array(bytes[..<end]))
    }
  }
  let longer = #expect(throws: StateDecodingError.self) { try State(decoding: bytes + [0]) }
  #expect(longer?.offset == bytes.count)
  for place in bytes.indices {
    for bit in [0, 3, 6, 7] {
      var damaged = bytes
      damaged[place] ^= 1 << bit
      guard let read = try? State(decoding: damaged) else { continue }
      #expect(read.encoded() == damaged, "bit \(bit) of byte \(place)")
    }
  }
}

/// The value that the bytes of a value are.
func reread<Value: FoldCodable>(_ value: Value) throws -> Value {
  try StateReader.value(of: StateWriter.bytes(of: value))
}
