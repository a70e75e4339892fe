/// A stored state is not of the form that this code writes.
package struct StateDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The byte at which it is wrong.
  package let offset: Int

  /// An error at a byte.
  package init(offset: Int) {
    self.offset = offset
  }

  /// What is wrong, and where.
  package var description: String {
    "a stored state is not of the form it should have from byte \(offset) on"
  }
}
