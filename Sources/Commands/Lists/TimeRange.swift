internal import ArgumentParser
internal import InteractionModel

/// Makes sure that something can lie between two times: a list that is empty because they were exchanged
/// would be believed.
/// - Parameters:
///   - start: the option that says from when on, and the time; nil where it is not given.
///   - end: the option that says until when, and the time.
///   - isIncluded: whether the end itself is meant, too.
/// - Throws: an error of usage when nothing can.
func requireRoom(
  from start: (option: String, time: Instant?), to end: (option: String, time: Instant?),
  isIncluded: Bool = false
) throws {
  guard let first = start.time, let last = end.time,
    last < first || (last == first && !isIncluded)
  else { return }
  throw ValidationError("\(end.option) is not after \(start.option): nothing is in between")
}
