/// A department of the city: its queues, agents and hours.
struct Department: Sendable {
  /// As the city names it.
  let name: String
  /// Where contacts wait; the first is the usual one.
  let queues: [String]
  /// Where contacts in Spanish wait.
  let spanishQueue: String
  /// The numbers of its agents.
  let agents: Range<Int>
  let hours: OfficeHours
}
