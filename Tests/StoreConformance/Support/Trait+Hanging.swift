public import Testing

extension Trait where Self == TimeLimitTrait {
  /// Ends a test that waits for what never comes, so that the others are heard of.
  ///
  /// No assertion: nothing that works comes near an hour, however busy the machine is. What shall
  /// be quick is counted (steps, rows, bytes), or measured by the bench beside a limit of the
  /// machine.
  public static var guardedAgainstHanging: Self { .timeLimit(.minutes(60)) }
}
