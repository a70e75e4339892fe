/// What writes or reads the fields of states, one after the other: ``StateWriter`` and
/// ``StateReader``.
package protocol FieldCoder: ~Copyable {
  /// What can go wrong: nothing while writing.
  associatedtype Failure: Error
  /// Writes a field, or reads it.
  mutating func code<Field: FoldCodable>(_ field: inout Field) throws(Failure)
}

/// What is coded field by field.
///
/// The fields are told once, in the order in which they are stored, so that none can be written and
/// not read. Reading starts from a blank value and takes the place of each of its fields.
package protocol FieldwiseCodable: FoldCodable {
  /// A blank value.
  init()
  /// Writes or reads every field, and changes none while writing.
  mutating func visit<Coder: FieldCoder & ~Copyable>(_ fields: inout Coder) throws(Coder.Failure)
}

extension FieldwiseCodable {
  /// Writes the fields.
  package func encode(into state: inout StateWriter) {
    // Because writing changes nothing, only references are counted: a fifteenth of the time.
    var copy = self
    copy.visit(&state)
  }

  /// Reads the fields.
  package init(from state: inout StateReader) throws(StateDecodingError) {
    self.init()
    try visit(&state)
  }
}

extension StateWriter: FieldCoder {
  /// Writes a field.
  @inline(__always)
  package mutating func code<Field: FoldCodable>(_ field: inout Field) { write(field) }
}

extension StateReader: FieldCoder {
  /// Reads a field.
  @inline(__always)
  package mutating func code<Field: FoldCodable>(
    _ field: inout Field
  ) throws(StateDecodingError) {
    field = try read()
  }
}

// A parameter pack cannot be passed inout.
extension FieldCoder where Self: ~Copyable {
  @inline(__always)
  mutating func callAsFunction<A: FoldCodable>(_ a: inout A) throws(Failure) { try code(&a) }

  @inline(__always)
  mutating func callAsFunction<A: FoldCodable, B: FoldCodable>(
    _ a: inout A, _ b: inout B
  ) throws(Failure) {
    try code(&a)
    try code(&b)
  }

  @inline(__always)
  mutating func callAsFunction<A: FoldCodable, B: FoldCodable, C: FoldCodable>(
    _ a: inout A, _ b: inout B, _ c: inout C
  ) throws(Failure) {
    try self(&a, &b)
    try code(&c)
  }

  @inline(__always)
  mutating func callAsFunction<A: FoldCodable, B: FoldCodable, C: FoldCodable, D: FoldCodable>(
    _ a: inout A, _ b: inout B, _ c: inout C, _ d: inout D
  ) throws(Failure) {
    try self(&a, &b)
    try self(&c, &d)
  }
}
