/// A stored state is not of the form that this code writes.
package struct StateDecodingError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The member that is wrong.
  package let member: String

  /// An error about a member.
  package init(member: String) {
    self.member = member
  }

  /// The member and what to do.
  package var description: String {
    "the member “\(member)” of a stored state is not of the form it should have; "
      + "rebuild the projection"
  }
}
