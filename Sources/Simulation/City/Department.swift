/// A department of the city: how it is set up.
struct Department: Sendable {
  /// As the city names it.
  let name: String
  /// Where contacts wait; the first is the usual one.
  let queues: [String]
  /// Where contacts in Spanish wait.
  let spanishQueue: String
  /// How many people it has in a city of the usual size.
  let staff: Int
  let hours: OfficeHours
  /// Whether callers outside of the hours can leave a message, else they are told to call again.
  let takesVoicemail: Bool
}
