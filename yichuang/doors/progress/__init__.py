"""Where a case stands in the words of the public: the states, the timeline, what to do now. For every door of citizens."""
