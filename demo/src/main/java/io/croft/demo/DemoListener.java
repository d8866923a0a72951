package io.croft.demo;

/** Hears how a demo goes on; called by the thread that runs it. */
public interface DemoListener {

  /** Hears nothing. */
  DemoListener NONE =
      new DemoListener() {
        @Override
        public void phase(String title) {}

        @Override
        public void detail(String text) {}
      };

  /** A part of the demo begins. */
  void phase(String title);

  /** Something in the present part is done. */
  void detail(String text);
}
