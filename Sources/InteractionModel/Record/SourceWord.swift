/// What a sealed part keeps of how its source calls a record: the id that it has there, and what else
/// stood beside the data.
///
/// It names a record and says nothing to anybody: beside other words it is one more by which these are
/// found, and alone it is no text.
public enum SourceWord {
  private static let members: Set<String> = [
    "externalID", "externalVersion", "correlationid", "source",
  ]

  /// Whether a member of sealed content is one.
  ///
  /// Where data have a member of the name already, it stands behind `cloudevent.`, and behind that with
  /// `_` at its end.
  /// - Parameter name: of the member.
  /// - Returns: whether it is one.
  public static func isMember(_ name: String) -> Bool {
    if members.contains(name) { return true }
    guard name.hasPrefix("cloudevent.") else { return false }
    let rest = name.dropFirst("cloudevent.".count)
    return members.contains(String(rest.prefix { $0 != "_" }))
  }
}
