package com.example.booking.page;

import com.example.booking.Refusal;
import com.example.booking.business.FrontOffice;
import com.example.booking.business.NewOffering;
import com.example.booking.business.NewStaffMember;
import jakarta.validation.Valid;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.validation.BindingResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** The page on which a business says who it is, what it offers and who works there. */
@Controller
class SetupController {

  private static final String AGAIN = "redirect:/setup";

  private final FrontOffice office;

  SetupController(FrontOffice office) {
    this.office = office;
  }

  @GetMapping("/setup")
  ModelAndView setup() {
    return page(HttpStatus.OK);
  }

  @PostMapping("/setup/business")
  Object open(@Valid BusinessForm form, BindingResult errors) {
    if (!errors.hasErrors() && !form.isInOrder()) {
      errors.rejectValue("closes", "order", "It closes before it opens");
    }
    if (errors.hasErrors()) {
      return wrong("business", FormErrors.of(errors)).addObject("form", form);
    }
    office.put(form.profile());
    return AGAIN;
  }

  @PostMapping("/setup/offerings")
  Object offer(@Valid NewOffering wanted, BindingResult errors) {
    return change("offering", errors, () -> office.offer(wanted), "That name is taken");
  }

  @PostMapping("/setup/staff")
  Object employ(@Valid NewStaffMember wanted, BindingResult errors) {
    return change("staff", errors, () -> office.employ(wanted), "Somebody has that address");
  }

  private Object change(String part, BindingResult errors, Runnable change, String taken) {
    if (errors.hasErrors()) {
      return wrong(part, FormErrors.of(errors));
    }
    try {
      change.run();
      return AGAIN;
    } catch (DataIntegrityViolationException e) {
      return wrong(part, FormErrors.of(taken));
    } catch (Refusal e) {
      return wrong(part, FormErrors.of(e.reason()));
    }
  }

  private ModelAndView wrong(String part, FormErrors errors) {
    return page(HttpStatus.UNPROCESSABLE_CONTENT).addObject(part + "Errors", errors);
  }

  private ModelAndView page(HttpStatus status) {
    return new ModelAndView("setup", status)
        .addObject("business", office.business().orElse(null))
        .addObject("offerings", office.offerings())
        .addObject("staff", office.staff())
        .addObject("form", BusinessForm.USUAL)
        .addObject("businessErrors", FormErrors.NONE)
        .addObject("offeringErrors", FormErrors.NONE)
        .addObject("staffErrors", FormErrors.NONE);
  }
}
