package com.example.booking.business;

import com.example.booking.Refusal;
import jakarta.persistence.Embeddable;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/**
 * An amount of a currency, with as many decimals as the currency has: two of the euro, none of the
 * yen, three of the dinar. It is never rounded.
 */
@Embeddable
public record Money(BigDecimal amount, Currency currency) {

  public Money {
    int decimals = currency.getDefaultFractionDigits();
    if (amount.stripTrailingZeros().scale() > decimals) {
      throw Refusal.unprocessable("%s has no %s.".formatted(currency, amount.toPlainString()));
    }
    amount = amount.setScale(decimals, RoundingMode.UNNECESSARY);
  }

  /** Returns the sum; both are of the same currency. */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(currency + " and " + other.currency);
    }
    return new Money(amount.add(other.amount), currency);
  }
}
